"""The census counts every cell once, and a worker that dies costs the case it died of."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Any, cast

import pytest

from bench.lockstep.census import HASH_SEED, take_census
from bench.lockstep.crew import MOST_STARTS
from bench.lockstep.hands import StartWorker
from bench.lockstep.worker_process import OperationError, WorkerFailure
from bench.model import Case, Cell, CellState, Counters, Outcome

CASES = [Case("receivers", "send", (("receivers", n),)) for n in range(8)]
LABELS = ["4.2", "5.2"]


@dataclass
class Workers:
    """What workers say of a cell, and which of them were started and stopped."""

    answers: dict[Cell, dict[str, Any] | Exception] = field(default_factory=dict)
    unstartable: tuple[str, ...] = ()
    started: list[tuple[str, int]] = field(default_factory=list)
    asked: list[Cell] = field(default_factory=list)
    alive: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def start(self, label: str, hash_seed: int) -> FakeCounter:
        if label in self.unstartable:
            raise WorkerFailure("cannot start python: No such file or directory")
        with self.lock:
            self.started.append((label, hash_seed))
            self.alive += 1
        return FakeCounter(self, label)


@dataclass
class FakeCounter:
    workers: Workers
    label: str
    stopped: bool = False

    def verify(self, case: Case, *, count: bool, patience_s: float) -> dict[str, Any]:
        assert count
        cell = Cell(case, self.label)
        self.workers.asked.append(cell)
        said = self.workers.answers.get(cell, measured(bytecodes=len(self.label)))
        if isinstance(said, Exception):
            raise said
        return said

    def stop(self) -> None:
        with self.workers.lock:
            self.workers.alive -= not self.stopped
            self.stopped = True


def measured(**counters: int) -> dict[str, Any]:
    return {"state": "measured", "reason": None, "counters": counters, "ns": None, "check_s": 0.0}


def census(workers: Workers, known: tuple[Cell, ...] = ()) -> dict[Cell, Outcome]:
    start = cast(StartWorker, workers.start)
    return take_census(start, LABELS, CASES, known=known, patience_s=60)


def test_every_cell_is_counted_once_with_the_same_hash_seed():
    workers = Workers()
    outcomes = census(workers)
    assert set(outcomes) == {Cell(case, label) for case in CASES for label in LABELS}
    assert {outcome.counters for outcome in outcomes.values()} == {Counters(bytecodes=3)}
    assert sorted(workers.started) == [("4.2", HASH_SEED), ("5.2", HASH_SEED)]
    assert workers.alive == 0


def test_what_is_known_is_not_counted_again():
    workers = Workers()
    known = tuple(Cell(case, label) for case in CASES[1:] for label in LABELS)
    assert set(census(workers, known)) == {Cell(CASES[0], label) for label in LABELS}
    assert set(workers.asked) == {Cell(CASES[0], label) for label in LABELS}


def test_no_worker_is_started_where_all_is_known():
    workers = Workers()
    assert census(workers, tuple(Cell(case, label) for case in CASES for label in LABELS)) == {}
    assert workers.started == []


def test_a_case_that_breaks_its_oracle_or_raises_fails_and_the_next_is_counted():
    broken, raising = Cell(CASES[2], "4.2"), Cell(CASES[3], "4.2")
    said = {"state": "failed", "reason": "the oracle expects 1 receiver calls", "counters": {}}
    workers = Workers(answers={broken: said, raising: OperationError("ValueError: no")})
    outcomes = census(workers)
    assert outcomes[broken] == Outcome(state=CellState.FAILED, reason="the oracle expects 1 receiver calls")
    assert outcomes[raising] == Outcome(state=CellState.FAILED, reason="ValueError: no")
    assert len(outcomes) == 16
    assert len(workers.started) == 2


def test_a_worker_that_dies_costs_the_case_that_it_died_of():
    died = Cell(CASES[4], "5.2")
    workers = Workers(answers={died: WorkerFailure("the worker was killed by signal 11")})
    outcomes = census(workers)
    assert outcomes.pop(died) == Outcome(state=CellState.FAILED, reason="the worker was killed by signal 11")
    assert {outcome.state for outcome in outcomes.values()} == {CellState.MEASURED}
    assert len(outcomes) == 15
    assert workers.asked.count(died) == 1
    assert [label for label, _ in workers.started].count("5.2") == 2
    assert workers.alive == 0


def test_where_worker_after_worker_dies_the_rest_is_left_to_the_forks():
    workers = Workers(answers={Cell(case, "5.2"): WorkerFailure("killed") for case in CASES})
    outcomes = census(workers)
    assert [cell.environment for cell in outcomes].count("5.2") == MOST_STARTS
    assert [cell.environment for cell in outcomes].count("4.2") == len(CASES)


def test_an_environment_that_cannot_be_started_does_not_hold_up_the_others():
    workers = Workers(unstartable=("4.2",))
    assert {cell.environment for cell in census(workers)} == {"5.2"}


def test_workers_end_with_the_census_whatever_happens():
    workers = Workers(answers={Cell(CASES[0], "4.2"): KeyError("a bug")})
    with pytest.raises(KeyError):
        census(workers)
    assert workers.alive == 0
