"""--dry-run tells what would be measured and made, and nothing that would not."""

from __future__ import annotations

import argparse
from types import SimpleNamespace
from typing import Any

import pytest

from bench.cli import foreseeing
from bench.lockstep.environments import Foreseen
from bench.model import ComparisonKind
from tests.synthetic import RECEIVERS


def lines(monkeypatch: pytest.MonkeyPatch, *environments: Foreseen) -> list[str]:
    monkeypatch.setattr(foreseeing, "foresee", lambda *_, **__: environments)
    request: Any = SimpleNamespace(questions=(RECEIVERS,), databases=[SimpleNamespace(label="SQLite")])
    monkeypatch.setattr(foreseeing, "requirements", lambda *_: ("celery",))
    arguments = argparse.Namespace(
        python=None, allow_mixed=False, budget=600, quick=False, everything=False, output=None, fresh=False
    )
    made = foreseeing.foreseen(
        arguments, request, kind=ComparisonKind.VERSION, specs=("4.2", "5.2"), announce=print
    )
    return list(made)


def test_only_what_is_not_kept_would_be_made(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Foreseen(label="4.2", title="Django 4.2.30", python="3.12.1", kept=True)
    new = Foreseen(label="5.2", title="Django 5.2.19", python="3.12.1", kept=False)
    told = lines(monkeypatch, kept, new)
    assert told[0].endswith("on Django 4.2 against 5.2, Python 3.12.1: about 10 min.")
    assert told[-1] == "Would make: Django 5.2.19 on Python 3.12.1 with celery"
    assert lines(monkeypatch, kept, kept)[-1] == (
        "Would make: nothing, all environments are kept from earlier runs"
    )
