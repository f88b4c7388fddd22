"""Conducting a run with workers on a fake clock: what is taken, what is kept when something goes wrong."""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from bench.lockstep import answers, crew, schedule
from bench.lockstep.agenda import FEWEST_FORKS
from bench.lockstep.conductor import PILOT_FORKS
from bench.lockstep.experience import TRUSTED_CHECKS
from bench.model import Cell, CellState, Judgement, Outcome, Point, Slices, Spread
from bench.results.folder import RunFolder
from tests.lockstep.conducting import (
    CASES,
    LABELS,
    POINTS,
    Watcher,
    budget,
    conduct,
    settle_nothing,
    stopping_after,
)
from tests.lockstep.fake_worker import PACE_NS, World

EVERY_CELL = {Cell(case, label) for case in CASES for label in LABELS}
PRIVATE = next(case for case in CASES if case.question == "receivers")
SHARED = next(case for case in CASES if case.question == "bulk-saves")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RunFolder:
    monkeypatch.setattr(os, "fsync", lambda file: None)  # which takes longer than all the rest
    return RunFolder(tmp_path)


def test_every_cell_is_timed_in_every_fork(folder: RunFolder):
    history = conduct(folder, World(), budget(30))
    assert history.forks > FEWEST_FORKS
    for fork in range(history.forks):
        assert {each.cell for each in history.slices if each.fork == fork} == EVERY_CELL


def test_a_round_uses_the_same_loops_and_turns_everywhere(folder: RunFolder):
    world = World(ns=lambda cell: 200_000.0 if cell.environment == "5.2" else 100_000.0)
    history = conduct(folder, world, budget(10))
    taken: dict[object, set[tuple[int, int]]] = defaultdict(set)
    for each in history.slices:
        taken[each.fork, each.round, each.cell.case].add((each.loops, len(each.ns)))
    assert all(len(alike) == 1 for alike in taken.values())
    assert (4, schedule.MOST_TURNS) in set.union(*taken.values())


def test_positions_tell_the_order_in_which_cells_were_timed(folder: RunFolder):
    history = conduct(folder, World(), budget(10))
    for fork in range(history.forks):
        positions = [each.position for each in history.slices if each.fork == fork]
        assert positions == list(range(len(positions)))


def test_only_cases_that_are_timed_apart_from_each_other_have_a_pacemaker(folder: RunFolder):
    history = conduct(folder, World(), budget(10))
    for each in history.slices:
        apart = each.cell.case.question == "bulk-saves"
        assert each.pace_ns == ((PACE_NS,) * len(each.ns) if apart else None)


def test_without_its_pacemaker_a_run_goes_on_and_says_of_no_slice_how_fast_the_machine_was(folder: RunFolder):
    history = conduct(folder, World(pacemakers_die=True), budget(10))
    assert {each.cell for each in history.slices} == EVERY_CELL
    assert {each.pace_ns for each in history.slices} == {None}


def test_the_budget_is_kept_beyond_the_fewest_forks(folder: RunFolder):
    history = conduct(folder, World(), budget(60))
    assert history.forks > FEWEST_FORKS
    assert history.elapsed_s <= 60 + 1


def test_a_budget_that_is_too_short_still_gives_the_fewest_forks(folder: RunFolder):
    assert conduct(folder, World(), budget(0.001)).forks == FEWEST_FORKS


def test_every_fork_has_workers_of_its_own_with_hash_seeds_of_their_own(folder: RunFolder):
    world = World()
    counting = Watcher()
    conduct(folder, world, budget(0.001), watcher=counting, stop=lambda: True)
    before = len(world.started)
    history = conduct(folder, world, budget(20))
    forks = world.started[before:]
    expected = Counter(dict.fromkeys(LABELS, history.forks)) + Counter({LABELS[0]: history.forks})
    assert Counter(label for label, _ in forks) == expected, "a worker each and a pacemaker"
    assert len({seed for _, seed in forks}) == len(forks)


def test_the_same_seed_conducts_the_same_run(tmp_path: Path):
    folders = [RunFolder(tmp_path / name) for name in ("first", "second")]
    for folder in folders:
        folder.path.mkdir()
    first, second = (conduct(folder, World(), budget(10)).slices for folder in folders)
    assert first == second


def test_what_the_judge_says_of_the_variances_decides_on_the_rounds_of_later_forks(folder: RunFolder):
    calm, restless = POINTS[0], POINTS[1]
    spreads = {calm: Spread(turn=1e-6, fork=1e-2), restless: Spread(turn=1e-2, fork=1e-6)}

    def judge(slices: object, outcomes: object, share: float) -> Judgement:
        return Judgement(settled=(), spreads=spreads, decided=0, undecided=1)

    history = conduct(folder, World(), budget(3600), judge=judge, stop=stopping_after(60))
    rounds: dict[tuple[Point, int], set[int]] = defaultdict(set)
    for each in history.slices:
        rounds[_point(each), each.fork].add(each.round)
    assert len(rounds[calm, 0]) == len(rounds[restless, 0]) == schedule.PILOT_ROUNDS
    assert len(rounds[calm, 2]) == 1
    assert len(rounds[restless, 2]) > schedule.PILOT_ROUNDS


@pytest.mark.parametrize("case", [PRIVATE, SHARED], ids=["in turns", "side by side"])
@pytest.mark.parametrize("what", ["oracle", "dies while checked", "no set-up", "raises", "dies"])
def test_a_cell_that_goes_wrong_has_no_data_and_the_others_go_on(folder: RunFolder, what: str, case: object):
    bad = Cell(case, "5.2")
    history = conduct(folder, World(wrong={bad: what}), budget(30))
    assert history.outcomes[bad].state is CellState.FAILED
    assert history.outcomes[bad].reason
    failed = {cell for cell, outcome in history.outcomes.items() if outcome.state is CellState.FAILED}
    assert failed == {bad}
    last = history.forks - 1
    assert {each.cell for each in history.slices if each.fork == last} == EVERY_CELL - {bad}
    assert bad not in {each.cell for each in history.slices}


@pytest.mark.parametrize("case", [PRIVATE, SHARED], ids=["in turns", "side by side"])
def test_a_cell_that_hangs_is_given_up_and_the_others_go_on(
    folder: RunFolder, monkeypatch: pytest.MonkeyPatch, case: object
):
    monkeypatch.setattr(answers, "LAST_ANSWER_S", 0)
    monkeypatch.setattr(crew, "PATIENCE_FACTOR", 0)
    bad = Cell(case, "5.2")
    history = conduct(folder, World(wrong={bad: "hangs"}), budget(30), patience_s=0)
    assert history.outcomes[bad].reason == "the worker gave no answer for 0 s and was stopped"
    last = {each.cell for each in history.slices if each.fork == history.forks - 1}
    assert last == EVERY_CELL - {bad}


def test_a_fork_that_loses_a_worker_keeps_what_the_others_do_after_it(folder: RunFolder):
    bad = Cell(SHARED, "5.2")
    history = conduct(folder, World(wrong={bad: "dies"}), budget(0.001))
    assert history.lost == ["5.2 is missing from a part of fork 1: the worker was killed by signal 9"]
    timed_with_it = {each.cell.environment for each in history.slices if each.cell.case == bad.case}
    assert timed_with_it == set(LABELS) - {"5.2"}


def test_a_worker_that_dies_when_all_are_settled_is_missing_from_the_forks_and_said_to_be(folder: RunFolder):
    history = conduct(folder, World(dies_settling={"5.2"}), budget(5))
    assert {each.cell.environment for each in history.slices} == set(LABELS) - {"5.2"}
    assert history.lost[0] == "5.2 is missing from a part of fork 1: the worker ended with exit code 1"


def test_where_a_worker_cannot_be_bound_to_the_core_all_is_timed_in_turns(folder: RunFolder):
    world = World(unbindable={"5.2"})
    history = conduct(folder, world, budget(5))
    assert history.unpinned == history.forks
    assert {each.cell for each in history.slices} == EVERY_CELL
    assert "time" not in {what for _, what in world.asked}


def test_no_worker_outlives_a_failure_in_preparation(folder: RunFolder):
    world = World(breaks_checking=True)
    with pytest.raises(ZeroDivisionError):
        conduct(folder, world, budget(5))
    assert world.alive == 0


def test_an_environment_that_cannot_start_fails_with_its_reason_and_the_rest_is_measured(folder: RunFolder):
    reason = "the worker ended with exit code 1: ImportError"
    history = conduct(folder, World(unstartable={"6.1": reason}), budget(3))
    assert {each.cell.environment for each in history.slices} == {"4.2", "5.2", "4.2 twin"}
    assert {history.outcomes[Cell(case, "6.1")].reason for case in CASES} == {reason}


def test_a_run_of_which_nothing_can_be_timed_ends_and_does_not_wait_for_its_budget(folder: RunFolder):
    world = World(wrong=dict.fromkeys(EVERY_CELL, "oracle"))
    history = conduct(folder, world, budget(60), stop=stopping_after(100))
    assert history.slices == []
    assert history.forks <= 1
    assert history.looks[-1].final


def test_a_long_case_that_is_trusted_is_timed_unchecked(folder: RunFolder):
    slow = Cell(SHARED, "5.2")
    world = World(ns=lambda cell: 60e6 if cell.case == SHARED else 1e6)
    history = conduct(folder, world, budget(20))
    checks = Counter(world.checked)
    assert checks[slow] == TRUSTED_CHECKS < history.forks
    assert checks[Cell(PRIVATE, "5.2")] == history.forks
    assert slow in {each.cell for each in history.slices if each.fork == history.forks - 1}


def test_cases_of_which_one_raises_in_their_relay_are_tried_apart(folder: RunFolder):
    point = next(each for each in POINTS if each[0] == PRIVATE.question)
    history = conduct(folder, World(wrong={Cell(PRIVATE, "5.2"): "raises"}), budget(0.001))
    first = {
        each.cell for each in history.slices if _point(each) == point and (each.fork, each.round) == (0, 0)
    }
    rest = {each.cell for each in history.slices if _point(each) == point} - first
    members = [case for case in CASES if (case.question, case.axis) == point]
    assert {cell.environment for cell in first} == set(LABELS) - {"5.2"}
    assert {cell.case for cell in rest} == set(members) - {PRIVATE}, "the raising one alone has no data"


def test_what_has_failed_when_tried_apart_is_never_set_up_there_again(folder: RunFolder):
    world = World(wrong={Cell(PRIVATE, "5.2"): "raises"})
    history = conduct(folder, world, budget(10))
    checks = Counter(world.checked)
    assert checks[Cell(PRIVATE, "5.2")] == 2 < history.forks, "in turns with others, then apart"
    assert checks[Cell(PRIVATE, "4.2")] == history.forks


def test_all_but_the_twin_is_counted_before_anything_is_timed(folder: RunFolder):
    history = conduct(folder, World(), budget(60), stop=lambda: True)
    assert history.slices == []
    assert {cell for cell, outcome in history.outcomes.items() if outcome.counters.bytecodes == 12} == {
        cell for cell in EVERY_CELL if cell.environment != "4.2 twin"
    }


def test_what_fails_when_it_is_timed_keeps_what_was_counted(folder: RunFolder):
    bad = Cell(SHARED, "5.2")
    outcome = conduct(folder, World(wrong={bad: "raises"}), budget(0.001)).outcomes[bad]
    assert (outcome.state, outcome.reason, outcome.counters.bytecodes) == (
        CellState.FAILED,
        "ValueError: no",
        12,
    )


def test_stopping_ends_after_the_round_in_flight_and_going_on_adds_forks(folder: RunFolder):
    world = World()
    interrupted = conduct(folder, world, budget(30), stop=stopping_after(3))
    assert interrupted.forks == 1
    assert 0 < len(interrupted.slices) < len(EVERY_CELL)
    assert not interrupted.looks

    continued = conduct(folder, world, budget(30))
    assert continued.slices[: len(interrupted.slices)] == interrupted.slices
    assert continued.forks > FEWEST_FORKS
    assert continued.elapsed_s > interrupted.elapsed_s


def test_a_cell_that_has_failed_is_not_tried_again_when_the_run_goes_on(folder: RunFolder):
    bad = Cell(PRIVATE, "5.2")
    world = World(wrong={bad: "oracle"})
    conduct(folder, world, budget(30), stop=stopping_after(3))
    world.wrong.clear()
    assert bad not in {each.cell for each in conduct(folder, world, budget(30)).slices}


def test_the_judge_sees_all_that_was_measured_in_earlier_sittings_too(folder: RunFolder):
    seen: list[list[Slices]] = []

    def judge(slices: list[Slices], outcomes: dict[Cell, Outcome], share: float) -> Judgement:
        seen.append(list(slices))
        assert set(outcomes) >= {each.cell for each in slices}
        return settle_nothing(slices, outcomes, share)

    interrupted = conduct(folder, World(), budget(30), judge=judge, stop=stopping_after(3))
    assert not seen
    history = conduct(folder, World(), budget(30), judge=judge)
    assert seen[0] == interrupted.slices
    assert seen[1] == [each for each in history.slices if each.fork < min(PILOT_FORKS)]


def _point(taken: Slices) -> Point:
    return taken.cell.case.question, taken.cell.case.axis
