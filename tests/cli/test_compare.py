"""What is a Django, and what is a question."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.cli.compare import told_apart
from bench.errors import UsageError


def test_a_question_may_stand_among_the_djangos():
    assert told_apart(["4.2", "5.2", "receivers"]) == (["4.2", "5.2"], ["receivers"])
    assert told_apart(["receivers/send", "newest", "~/django@main"]) == (
        ["newest", "~/django@main"],
        ["receivers/send"],
    )


def test_a_folder_of_that_name_is_a_checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "receivers" / "send").mkdir(parents=True)
    assert told_apart(["receivers/send", "receivers"]) == (["receivers/send"], ["receivers"])


def test_what_is_neither_gets_a_hint():
    with pytest.raises(UsageError, match=r"^'recievers' is no Django .* Did you mean 'receivers'"):
        told_apart(["4.2", "recievers"])
