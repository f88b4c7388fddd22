"""Which questions there are is asked of a worker once, and kept until the measured code changes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bench.cli import questions
from bench.cli.questions import questions_here


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SIGNALBENCH_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether all points were wanted, for each time that a worker was asked."""
    asked: list[bool] = []

    def introduced(interpreter: Path, *, full: bool, database: object) -> dict[str, Any]:
        asked.append(full)
        variant = {"name": "send", "summary": "", "reference": None, "needs": []}
        question = {
            "slug": "receivers", "sentence": "How much?", "about": "", "group": "core", "unit": "send",
            "axes": {"receivers": [1]}, "variants": [variant], "cases": [["send", {"receivers": 1}]],
            "source": "",
        }  # fmt: skip
        return {"fingerprint": {}, "questions": [question]}

    monkeypatch.setattr(questions, "_introduced", introduced)
    return asked


def test_the_second_time_no_worker_is_asked(cache: Path, asked: list[bool]):
    assert questions_here(full=False) == questions_here(full=False)
    assert asked == [False]


def test_all_points_are_kept_apart(cache: Path, asked: list[bool]):
    questions_here(full=False)
    questions_here(full=True)
    assert asked == [False, True]


def test_changed_code_is_asked_anew(cache: Path, asked: list[bool], monkeypatch: pytest.MonkeyPatch):
    questions_here(full=False)
    monkeypatch.setattr(questions, "code_digest", lambda: "another")
    questions_here(full=False)
    assert asked == [False, False]


@pytest.mark.parametrize("torn", ["", "{", "[]", "{}", '{"code": 1}'])
def test_a_file_that_cannot_be_read_counts_for_nothing(cache: Path, asked: list[bool], torn: str):
    questions_here(full=False)
    (cache / "questions.json").write_text(torn)
    assert [question.slug for question in questions_here(full=False)] == ["receivers"]
    assert asked == [False, False]


def test_a_cache_that_cannot_be_written_only_costs_time(cache: Path, asked: list[bool]):
    cache.write_text("a file in the way")
    questions_here(full=False)
    assert questions_here(full=False)
    assert asked == [False, False]
