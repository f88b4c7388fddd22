"""A worker's own database, on real SQLite; servers are tried in tests/lockstep/test_worker_on_postgres.py."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bench.lockstep.databases import Lease
from bench.lockstep.staging import stage_packages
from bench.lockstep.worker_process import WorkerProcess
from bench.model import Case

SAVE = Case("bulk-saves", "save()", (("rows", 10), ("commit", "autocommit")))
SEND = Case("receivers", "send", (("receivers", 1),))
Start = Callable[[dict[str, Any]], WorkerProcess]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    staging = stage_packages(tmp_path / "measured")
    started: list[WorkerProcess] = []

    def start(wanted: dict[str, Any]) -> WorkerProcess:
        variables = {"SIGNALBENCH_DATABASE": json.dumps(wanted)}
        lease = Lease(variables=variables, release=lambda: None)
        started.append(WorkerProcess(Path(sys.executable), staging, hash_seed=0, database=lease))
        return started[-1]

    yield start
    for worker in started:
        worker.stop()


def test_a_file(start: Start, tmp_path: Path):
    file = tmp_path / "own.sqlite3"
    worker = start({"settings": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(file)}})
    facts = worker.introduce(full=False, patience_s=60)["fingerprint"]
    assert facts["database"].startswith("SQLite ")
    assert facts["database"].endswith(", file")
    assert worker.verify(SAVE, count=False, patience_s=60)["state"] == "measured"
    assert file.stat().st_size


def test_a_database_in_trouble_fails_what_needs_it_and_nothing_else(start: Start, tmp_path: Path):
    settings = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(tmp_path / "no folder" / "x")}
    worker = start({"settings": settings})
    facts = worker.introduce(full=False, patience_s=60)["fingerprint"]
    assert facts["database"] == "SQLite, not used"
    assert "unable to open database file" in facts["database_trouble"]
    answer = worker.verify(SAVE, count=True, patience_s=60)
    assert (answer["state"], answer["reason"]) == ("failed", f"the database {facts['database_trouble']}")
    assert worker.verify(SEND, count=True, patience_s=60)["state"] == "measured"


def test_trouble_that_is_known_is_not_looked_for_again(start: Start):
    settings = {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}
    worker = start({"settings": settings, "trouble": "refuses the password of shop"})
    answer = worker.verify(SAVE, count=False, patience_s=60)
    assert answer["reason"] == "the database refuses the password of shop"
