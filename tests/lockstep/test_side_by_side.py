"""One long case in all workers at once: who is asked for what, in which order, and what a loss costs."""

from __future__ import annotations

from bench.lockstep.answers import Answer
from bench.lockstep.relays import PACEMAKER
from bench.lockstep.side_by_side import time_side_by_side
from bench.lockstep.worker_process import OperationError, WorkerFailure
from bench.model import Case, Cell
from tests.lockstep.fake_worker import PACE_NS, FakeWorker, World

CASE = Case("bulk-saves", "save()", (("rows", 10),))
LABELS = ("4.2", "5.2", "6.1")


def timed(world: World, *, gone: str | None = None, pacemaker: bool = True) -> dict[str, Answer]:
    workers = {label: FakeWorker(world, label) for label in LABELS}
    if gone is not None:
        workers[gone].stop()
    beside = FakeWorker(world, PACEMAKER) if pacemaker else None
    return time_side_by_side(workers, beside, CASE, 3, warm_up=True, patience_s=1)  # type: ignore[arg-type]


def test_all_are_ready_before_the_pacemaker_sets_out_and_they_after_it():
    world = World()
    assert timed(world) == {label: {"ns": 3_000_000} for label in LABELS} | {PACEMAKER: {"ns": PACE_NS}}
    steps = ["set_up"] * 3 + ["pace"] + ["time"] * 3 + ["rest"] + ["tidy_up"] * 3
    assert [what for _, what in world.asked] == steps


def test_who_cannot_set_the_case_up_is_not_timed():
    world = World(wrong={Cell(CASE, "5.2"): "no set-up"})
    answers = timed(world)
    assert isinstance(answers["5.2"], OperationError)
    assert answers["4.2"] == {"ns": 3_000_000}
    assert ("5.2", "time") not in world.asked
    assert ("5.2", "tidy_up") in world.asked


def test_an_operation_that_raises_costs_its_own_time_only():
    answers = timed(World(wrong={Cell(CASE, "5.2"): "raises"}))
    assert str(answers["5.2"]) == "ValueError: no"
    assert answers["4.2"] == answers["6.1"] == {"ns": 3_000_000}


def test_a_worker_that_dies_is_gone_and_the_others_are_timed_and_tidied_up():
    world = World(wrong={Cell(CASE, "5.2"): "dies"})
    answers = timed(world)
    assert isinstance(answers["5.2"], WorkerFailure)
    assert answers["4.2"] == answers["6.1"] == {"ns": 3_000_000}
    assert [label for label, what in world.asked if what == "tidy_up"] == ["4.2", "6.1"]


def test_a_worker_that_was_gone_before_takes_no_part():
    answers = timed(World(), gone="5.2")
    assert isinstance(answers["5.2"], WorkerFailure)
    assert answers["4.2"] == {"ns": 3_000_000}


def test_a_dead_pacemaker_costs_nothing_but_the_pace():
    answers = timed(World(pacemakers_die=True))
    assert isinstance(answers[PACEMAKER], WorkerFailure)
    assert [answers[label] for label in LABELS] == [{"ns": 3_000_000}] * 3


def test_without_a_pacemaker_there_is_no_pace():
    assert set(timed(World(), pacemaker=False)) == set(LABELS)
