"""Conducting a run with workers on a fake clock: what is taken, what is kept when something goes wrong."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from bench.lockstep.conductor import FEWEST_FORKS, Conductor, go_on
from bench.model import Cell, CellState, Plan
from bench.results.folder import RunFolder
from bench.results.journal import History, Journal, read_journal
from tests.lockstep.fake_worker import World
from tests.synthetic import BULK_SAVES, RECEIVERS, plan

CASES = (*RECEIVERS.cases, *BULK_SAVES.cases)
LABELS = [environment.label for environment in plan().environments]


class Watcher:
    """Remembers what it is told."""

    def __init__(self) -> None:
        self.failures: list[tuple[str, str]] = []

    def preparing(self, fork: int) -> None: ...

    def measuring(self, fork: int, rounds: int) -> None: ...

    def round_done(self, question: str, elapsed_s: float) -> None: ...

    def failed(self, what: str, reason: str) -> None:
        self.failures.append((what, reason))


Conduct = Callable[..., History]


@pytest.fixture
def conduct(tmp_path: Path) -> Conduct:
    folder = RunFolder(tmp_path)

    def conduct(world: World, run: Plan, stop: Callable[[], bool] = lambda: False) -> History:
        go_on(run, world.start, folder, Watcher(), stop=stop, patience_s=1, now=lambda: world.now_s)
        assert world.alive == 0
        return folder.history()

    return conduct


def budget(seconds: float) -> Plan:
    return dataclasses.replace(plan(), budget_s=seconds)


def test_every_cell_is_timed_in_every_fork(conduct: Conduct):
    history = conduct(World(), budget(10))
    for fork in range(history.forks - 1):
        timed = {each.cell for each in history.slices if each.fork == fork}
        assert timed == {Cell(case, label) for case in CASES for label in LABELS}


def test_a_round_uses_the_same_loops_everywhere(conduct: Conduct):
    world = World(ns=lambda cell: 2_000_000.0 if cell.environment == "5.2" else 1_000_000.0)
    history = conduct(world, budget(10))
    loops: dict[object, set[int]] = {}
    for each in history.slices:
        loops.setdefault((each.fork, each.round, each.cell.case), set()).add(each.loops)
    assert all(len(values) == 1 for values in loops.values())


def test_positions_tell_the_order_in_which_slices_were_taken(conduct: Conduct):
    history = conduct(World(), budget(10))
    for fork in range(history.forks):
        positions = [each.position for each in history.slices if each.fork == fork]
        assert positions == list(range(len(positions)))


def test_the_budget_is_kept_beyond_the_fewest_forks(conduct: Conduct):
    history = conduct(World(), budget(30))
    assert history.forks > FEWEST_FORKS
    assert history.elapsed_s <= 30 + 1


def test_a_budget_that_is_too_short_still_gives_the_fewest_forks(conduct: Conduct):
    assert conduct(World(), budget(0.001)).forks == FEWEST_FORKS


def test_every_fork_has_workers_of_its_own_with_hash_seeds_of_their_own(conduct: Conduct):
    world = World()
    history = conduct(world, budget(5))
    assert Counter(label for label, _ in world.started) == dict.fromkeys(LABELS, history.forks)
    assert len({seed for _, seed in world.started}) == len(world.started)


def test_the_same_seed_conducts_the_same_run(tmp_path: Path):
    taken = []
    for name in ("first", "second"):
        with Journal(tmp_path / name) as journal:
            world = World()
            conductor = Conductor(budget(3), world.start, journal, Watcher(), patience_s=1)
            conductor.measure(0, stop=lambda: False, elapsed=lambda world=world: world.now_s)
        taken.append([each.cell for each in read_journal(tmp_path / name).slices])
    assert taken[0] == taken[1]


@pytest.mark.parametrize("what", ["oracle", "raises", "dies while checked", "dies while timed"])
def test_a_cell_that_goes_wrong_has_no_data_and_the_others_go_on(conduct: Conduct, what: str):
    bad = Cell(CASES[4], "5.2")
    history = conduct(World(wrong={bad: what}), budget(10))
    assert history.outcomes[bad].state is CellState.FAILED
    assert history.outcomes[bad].reason
    assert not [each for each in history.slices if each.cell == bad]
    others = {Cell(case, label) for case in CASES for label in LABELS} - {bad}
    last = history.forks - 1
    assert {each.cell for each in history.slices if each.fork == last} <= others
    assert {each.cell for each in history.slices} == others


def test_a_worker_that_dies_when_all_are_settled_is_missing_from_the_forks_and_said_to_be(conduct: Conduct):
    history = conduct(World(dies_settling={"5.2"}), budget(5))
    assert {each.cell.environment for each in history.slices} == set(LABELS) - {"5.2"}
    assert history.lost[0] == "5.2 is missing from a part of fork 1: the worker ended with exit code 1"


def test_a_worker_that_cannot_be_bound_to_a_core_is_timed_unbound(conduct: Conduct):
    history = conduct(World(unbindable={"5.2"}), budget(5))
    assert history.unpinned == history.forks
    assert {each.cell.environment for each in history.slices} == set(LABELS)


def test_no_worker_outlives_a_failure_in_preparation(conduct: Conduct):
    world = World(breaks_checking=True)
    with pytest.raises(ZeroDivisionError):
        conduct(world, budget(5))
    assert world.alive == 0


def test_counters_are_taken_once_and_not_from_the_twin(conduct: Conduct):
    history = conduct(World(), budget(5))
    assert history.outcomes[Cell(CASES[0], "5.2")].counters.bytecodes == 12
    assert history.outcomes[Cell(CASES[0], "4.2 twin")].counters.bytecodes is None


def test_stopping_ends_after_the_round_in_flight_and_going_on_adds_forks(conduct: Conduct):
    world, asked = World(), 0

    def stop() -> bool:
        nonlocal asked
        asked += 1
        return asked > 3

    interrupted = conduct(world, budget(20), stop)
    assert interrupted.forks == 1
    assert 0 < len(interrupted.slices) < len(CASES) * len(LABELS)

    continued = conduct(world, budget(20))
    assert continued.slices[: len(interrupted.slices)] == interrupted.slices
    assert continued.forks > FEWEST_FORKS
    assert continued.elapsed_s > interrupted.elapsed_s


def test_an_environment_that_cannot_start_fails_with_its_reason_and_the_rest_is_measured(tmp_path: Path):
    from bench.lockstep.worker_process import WorkerFailure

    world = World()

    def start(label: str, hash_seed: int) -> object:
        if label == "6.1":
            raise WorkerFailure("the worker ended with exit code 1: ImportError")
        return world.start(label, hash_seed)

    path, watcher = tmp_path / "journal.ndjson", Watcher()
    with Journal(path) as journal:
        Conductor(budget(3), start, journal, watcher, patience_s=1).measure(
            0, stop=lambda: False, elapsed=lambda: world.now_s
        )
    history = read_journal(path)
    assert {each.cell.environment for each in history.slices} == {"4.2", "5.2", "4.2 twin"}
    assert history.outcomes[Cell(CASES[0], "6.1")].reason == "the worker ended with exit code 1: ImportError"
    assert ("6.1 in the rest of fork 1", "the worker ended with exit code 1: ImportError") in watcher.failures
