"""Real workers, on the Django that the tests run with: alone, in turns, and side by side."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import django
import pytest

from bench.lockstep.relays import PACEMAKER, Leg, Relays
from bench.lockstep.side_by_side import ask, time_side_by_side
from bench.lockstep.staging import stage_packages
from bench.lockstep.worker_process import OperationError, WorkerFailure, WorkerProcess
from bench.model import Case
from bench.results.codec import case_to_json, question_from_json

PATIENCE_S = 60.0
SEND = Case("receivers", "send", (("receivers", 10),))
LOOP = Case("receivers", "plain loop", (("receivers", 10),))
SAVE = Case("bulk-saves", "10 post_save receivers", (("rows", 10), ("commit", "atomic")))
CREATE = Case("bulk-saves", "bulk_create()", (("rows", 1000), ("commit", "autocommit")))
NOWHERE = Case("receivers", "no such variant", ())
Workers = dict[str, WorkerProcess]


@pytest.fixture(scope="module")
def staging(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return stage_packages(tmp_path_factory.mktemp("staging") / "measured")


@pytest.fixture(scope="module")
def workers(staging: Path) -> Iterator[Workers]:
    """Two that are timed, and one to set the pace."""
    started = {
        label: WorkerProcess(Path(sys.executable), staging, hash_seed=seed)
        for seed, label in enumerate(("a", "b", PACEMAKER))
    }
    yield started
    for worker in started.values():
        worker.stop()


@pytest.fixture
def worker(workers: Workers) -> WorkerProcess:
    return workers["a"]


@pytest.fixture
def two(workers: Workers) -> Workers:
    return {label: workers[label] for label in ("a", "b")}


@pytest.fixture(scope="module")
def relays(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Relays]:
    made = Relays(tmp_path_factory.mktemp("pipes"))
    yield made
    made.close()


def receiver_calls(worker: WorkerProcess, case: Case) -> int:
    answer = worker.verify(case, count=False, patience_s=PATIENCE_S)
    assert answer["state"] == "measured", answer["reason"]
    return answer["counters"]["receiver_calls"]


def test_it_introduces_itself(worker: WorkerProcess):
    answer = worker.introduce(full=False, patience_s=PATIENCE_S)
    assert answer["fingerprint"]["django"] == django.get_version()
    questions = {question["slug"]: question_from_json(question) for question in answer["questions"]}
    assert list(questions)[:5] == ["receivers", "references", "senders", "bulk-saves", "floor"]
    assert questions["receivers"].sentence == "What does each extra receiver cost?"
    assert SEND in questions["receivers"].cases


def test_its_fingerprint_names_no_folder(worker: WorkerProcess):
    fingerprint = worker.introduce(full=False, patience_s=PATIENCE_S)["fingerprint"]
    assert not [value for value in fingerprint.values() if "/" in value]


def test_full_adds_the_values_that_take_long(worker: WorkerProcess):
    counts = {
        full: sum(
            len(each["cases"]) for each in worker.introduce(full=full, patience_s=PATIENCE_S)["questions"]
        )
        for full in (False, True)
    }
    assert counts[True] > counts[False]


@pytest.mark.parametrize(
    ("case", "calls", "alone"), [(SEND, 10, False), (SAVE, 100, True), (CREATE, 0, True)]
)
def test_it_checks_a_case_and_says_how_it_may_be_timed(
    worker: WorkerProcess, case: Case, calls: int, alone: bool
):
    answer = worker.verify(case, count=False, patience_s=PATIENCE_S)
    assert answer["state"] == "measured"
    assert answer["counters"]["receiver_calls"] == calls
    assert answer["ns"] > 0
    assert answer["alone"] is alone
    assert answer["waits"] in (True, False), "a busy machine decides on the rest"


def test_it_counts_more_when_asked(worker: WorkerProcess):
    first, second = (worker.verify(SEND, count=True, patience_s=PATIENCE_S)["counters"] for _ in range(2))
    assert set(first) == {
        "receiver_calls", "queries", "statements", "python_calls", "bytecodes", "peak_bytes",
        "retained_bytes", "threads_started",
    }  # fmt: skip
    assert first["python_calls"] > 10
    assert first == second


def test_two_workers_take_turns_with_several_cases(two: Workers, relays: Relays):
    legs = [Leg(SEND, 3, True), Leg(LOOP, 5, True)]
    answers = relays.run(two, legs, 4, patience_s=PATIENCE_S)
    for answer in answers.values():
        assert [len(turns) for turns in answer["ns"]] == [4, 4]
        assert all(ns > 0 for turns in answer["ns"] for ns in turns)


def test_a_worker_sets_up_and_tidies_up_only_while_nobody_is_timed(worker: WorkerProcess, tmp_path: Path):
    """It takes the baton once to set up, once for each slice, and once to know that all are done."""
    own, following = tmp_path / "own", tmp_path / "next"
    for pipe in (own, following):
        os.mkfifo(pipe)
    ends = [os.open(pipe, os.O_RDWR | os.O_NONBLOCK) for pipe in (own, following)]
    batons = bytes([9]) * (1 + 3 + 1)
    os.write(ends[0], batons)
    case = {**case_to_json(SAVE), "loops": 1, "warm_up": False}
    places = {"own": str(own), "next": str(following), "number": 9}
    worker.send({"do": "relay", **places, "turns": 3, "legs": 1, "cases": [case]})
    assert len(worker.receive(PATIENCE_S)["ns"][0]) == 3
    assert os.read(ends[1], 100) == batons
    with pytest.raises(BlockingIOError):
        os.read(ends[0], 100)
    for end in ends:
        os.close(end)


def test_a_pacemaker_takes_a_slice_at_each_leg_and_says_what_one_save_took(
    workers: Workers, two: Workers, relays: Relays
):
    legs = [Leg(SEND, 3, True), Leg(LOOP, 5, True)]
    circle = {**two, PACEMAKER: workers[PACEMAKER]}
    answers = relays.run(circle, legs, 4, patience_s=PATIENCE_S)
    for answer in answers.values():
        assert [len(turns) for turns in answer["ns"]] == [4, 4]
        assert all(ns > 0 for turns in answer["ns"] for ns in turns)
    assert receiver_calls(workers[PACEMAKER], SAVE) == 100


def test_a_case_with_rows_is_set_up_and_emptied_in_a_relay_of_its_own(two: Workers, relays: Relays):
    answers = relays.run(two, [Leg(SAVE, 2, False)], 1, patience_s=PATIENCE_S)
    assert all(answer["ns"][0][0] > 0 for answer in answers.values())
    assert receiver_calls(two["a"], Case("bulk-saves", "save()", SAVE.axis)) == 0


def test_a_case_that_cannot_be_set_up_fails_its_relay_and_the_workers_live(two: Workers, relays: Relays):
    answers = relays.run(two, [Leg(SEND, 1, False), Leg(NOWHERE, 1, False)], 2, patience_s=PATIENCE_S)
    for answer in answers.values():
        assert isinstance(answer, OperationError)
        assert str(answer).startswith("KeyError")
    answers = relays.run(two, [Leg(SEND, 1, False)], 2, patience_s=PATIENCE_S)
    assert all(isinstance(answer, dict) for answer in answers.values())


def test_a_relay_is_called_off_when_a_worker_dies_and_the_other_goes_on(
    two: Workers, relays: Relays, staging: Path
):
    third = WorkerProcess(Path(sys.executable), staging, hash_seed=3)
    third.wake(patience_s=PATIENCE_S)
    third._process.kill()
    answers = relays.run({**two, "dead": third}, [Leg(SEND, 1, False)], 3, patience_s=PATIENCE_S)
    third.stop()
    assert isinstance(answers["dead"], WorkerFailure)
    assert [str(answers[label])[:9] for label in two] == ["Abandoned"] * 2
    answers = relays.run(two, [Leg(SEND, 1, False)], 3, patience_s=PATIENCE_S)
    assert [len(answers[label]["ns"][0]) for label in two] == [3, 3]


@pytest.mark.parametrize("case", [SAVE, CREATE])
def test_two_workers_run_side_by_side_with_a_pacemaker(workers: Workers, two: Workers, case: Case):
    answers = time_side_by_side(two, workers[PACEMAKER], case, 2, warm_up=True, patience_s=PATIENCE_S)
    assert set(answers) == {"a", "b", PACEMAKER}
    assert all(answer["ns"] > 0 for answer in answers.values())


def test_a_case_that_cannot_be_set_up_side_by_side_leaves_all_as_they_were(workers: Workers, two: Workers):
    answers = time_side_by_side(two, workers[PACEMAKER], NOWHERE, 1, warm_up=True, patience_s=PATIENCE_S)
    assert [str(answers[label])[:8] for label in two] == ["KeyError"] * 2
    assert answers[PACEMAKER]["ns"] > 0
    again = time_side_by_side(two, workers[PACEMAKER], SAVE, 1, warm_up=True, patience_s=PATIENCE_S)
    assert all(answer["ns"] > 0 for answer in again.values())


def test_a_pacemaker_notices_a_request_that_comes_together_with_its_own(workers: Workers):
    pacemaker = workers[PACEMAKER]
    stdin = pacemaker._process.stdin
    assert stdin is not None
    stdin.write(b'{"do": "pace"}\n{"do": "rest"}\n')
    stdin.flush()
    assert pacemaker.receive(PATIENCE_S)["ns"] > 0
    assert pacemaker.receive(PATIENCE_S) == {}


def test_nothing_leaves_rows_or_receivers_behind(workers: Workers, two: Workers, relays: Relays):
    for _ in range(2):
        relays.run(two, [Leg(SAVE, 3, True)], 2, patience_s=PATIENCE_S)
        time_side_by_side(two, workers[PACEMAKER], SAVE, 3, warm_up=True, patience_s=PATIENCE_S)
    for worker in workers.values():
        assert receiver_calls(worker, Case("bulk-saves", "save()", SAVE.axis)) == 0
        assert receiver_calls(worker, SAVE) == 100


def test_what_was_taken_down_is_not_timed_by_mistake(two: Workers):
    answers = ask(two, {"do": "time", "loops": 1}, patience_s=PATIENCE_S)
    assert [str(answer) for answer in answers.values()] == ["RuntimeError: no case has been set up"] * 2


def test_an_operation_that_cannot_be_set_up_is_an_error_and_the_worker_lives(worker: WorkerProcess):
    worker.send({"do": "set_up", **case_to_json(NOWHERE), "warm_up": False})
    with pytest.raises(OperationError, match="KeyError"):
        worker.receive(PATIENCE_S)
    assert worker.settle(None, patience_s=PATIENCE_S) is False
