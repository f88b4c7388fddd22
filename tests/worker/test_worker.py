"""A real worker, on the Django that the tests run with."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import django
import pytest

from bench.lockstep.staging import stage_packages
from bench.lockstep.worker_process import OperationError, WorkerProcess
from bench.model import Case
from bench.results.codec import question_from_json

SEND = Case("receivers", "send", (("receivers", 10),))
SAVE = Case("bulk-saves", "10 post_save receivers", (("rows", 10), ("commit", "atomic")))
CREATE = Case("bulk-saves", "bulk_create()", (("rows", 1000), ("commit", "autocommit")))


@pytest.fixture(scope="module")
def worker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WorkerProcess]:
    started = WorkerProcess(
        Path(sys.executable), stage_packages(tmp_path_factory.mktemp("staging") / "measured"), hash_seed=1
    )
    yield started
    started.stop()


def test_it_introduces_itself(worker: WorkerProcess):
    answer = worker.introduce(full=False, patience_s=60)
    assert answer["fingerprint"]["django"] == django.get_version()
    questions = {question["slug"]: question_from_json(question) for question in answer["questions"]}
    assert list(questions)[:5] == ["receivers", "references", "senders", "bulk-saves", "floor"]
    assert questions["receivers"].sentence == "What does each extra receiver cost?"
    assert SEND in questions["receivers"].cases


def test_its_fingerprint_names_no_folder(worker: WorkerProcess):
    fingerprint = worker.introduce(full=False, patience_s=60)["fingerprint"]
    assert not [value for value in fingerprint.values() if "/" in value]


def test_full_adds_the_values_that_take_long(worker: WorkerProcess):
    counts = {
        full: sum(len(each["cases"]) for each in worker.introduce(full=full, patience_s=60)["questions"])
        for full in (False, True)
    }
    assert counts[True] > counts[False]


@pytest.mark.parametrize(("case", "calls"), [(SEND, 10), (SAVE, 100), (CREATE, 0)])
def test_it_checks_a_case_and_counts(worker: WorkerProcess, case: Case, calls: int):
    answer = worker.verify(case, count=False, patience_s=60)
    assert answer["state"] == "measured"
    assert answer["counters"]["receiver_calls"] == calls
    assert answer["ns"] > 0


def test_it_counts_more_when_asked(worker: WorkerProcess):
    first, second = (worker.verify(SEND, count=True, patience_s=60)["counters"] for _ in range(2))
    assert set(first) == {
        "receiver_calls", "queries", "python_calls", "bytecodes", "peak_bytes", "retained_bytes",
    }  # fmt: skip
    assert first["python_calls"] > 10
    assert (first["python_calls"], first["bytecodes"]) == (second["python_calls"], second["bytecodes"])


@pytest.mark.parametrize("case", [SEND, SAVE, CREATE])
def test_it_times_a_slice(worker: WorkerProcess, case: Case):
    assert worker.time(case, 1, warm_up=True, patience_s=60) > 0


def test_slices_leave_no_rows_and_no_receivers_behind(worker: WorkerProcess):
    for _ in range(2):
        worker.time(SAVE, 3, warm_up=True, patience_s=60)
    answer = worker.verify(Case("bulk-saves", "save()", SAVE.axis), count=False, patience_s=60)
    assert answer["counters"]["receiver_calls"] == 0


def test_an_operation_that_cannot_be_set_up_is_an_error_and_the_worker_lives(worker: WorkerProcess):
    with pytest.raises(OperationError, match="KeyError"):
        worker.time(Case("receivers", "no such variant", ()), 1, warm_up=False, patience_s=60)
    assert worker.settle(None, patience_s=60) is False
