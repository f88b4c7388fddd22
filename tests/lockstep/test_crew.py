"""The workers of one fork: made ready side by side, lost one by one, ended with the fork."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from bench.lockstep.crew import MOST_STARTS, Crew, Preparation
from bench.lockstep.relays import Leg
from bench.lockstep.worker_process import WorkerFailure
from bench.model import Case, Cell, CellState, Outcome
from tests.lockstep.fake_worker import PACE_NS, World

SEND, LOOP = (Case("receivers", name, ()) for name in ("send", "plain loop"))
SAVE = Case("bulk-saves", "save()", ())
CASES = (SEND, LOOP, SAVE)
LABELS = ("4.2", "5.2", "6.1")
FAILED = Outcome(state=CellState.FAILED, reason="the worker hung")


def crew_of(world: World, known: dict[Cell, Outcome] | None = None) -> Crew:
    return Crew(world.start, known or {}, patience_s=1)  # type: ignore[arg-type]  # fakes


def prepare(
    crew: Crew,
    cases: Sequence[Case] = CASES,
    trusted: Sequence[Case] = (),
    pacemaker_of: str | None = "4.2",
) -> dict[str, Preparation]:
    return crew.prepare(LABELS, cases, trusted, random.Random(1), pacemaker_of=pacemaker_of)


def test_each_environment_checks_every_case_and_says_how_it_may_be_timed():
    world = World(waits=lambda case: case == SAVE)
    with crew_of(world) as crew:
        prepared = prepare(crew)
        assert crew.labels == list(LABELS)
        assert crew.lost == {}
    for each in prepared.values():
        assert {case: outcome.state for case, outcome in each.outcomes.items()} == dict.fromkeys(
            CASES, CellState.MEASURED
        )
        assert (each.ns[SEND], each.alone, each.waiting) == (1e6, {SAVE}, {SAVE})


def test_all_workers_end_with_the_crew_whatever_happens():
    world = World()
    with crew_of(world) as crew:
        prepare(crew)
        assert world.alive == len(LABELS) + 1
    assert world.alive == 0

    broken = World(breaks_checking=True)
    with pytest.raises(ZeroDivisionError), crew_of(broken) as crew:
        prepare(crew)
    assert broken.alive == 0


def test_no_pacemaker_is_started_where_none_is_wanted():
    world = World()
    with crew_of(world) as crew:
        prepare(crew, pacemaker_of=None)
    assert sorted(label for label, _ in world.started) == list(LABELS)


def test_a_worker_that_dies_of_a_case_is_replaced_and_the_case_has_failed():
    world = World(wrong={Cell(SEND, "5.2"): "dies while checked"})
    with crew_of(world) as crew:
        prepared = prepare(crew)["5.2"]
        assert crew.labels == list(LABELS)
    assert prepared.outcomes[SEND].reason == "the worker was killed by signal 11"
    assert prepared.outcomes[SAVE].state is CellState.MEASURED
    assert [label for label, _ in world.started].count("5.2") == 2


def test_an_environment_whose_workers_keep_dying_is_given_up():
    cases = [Case("receivers", f"variant {number}", ()) for number in range(MOST_STARTS + 1)]
    world = World(wrong={Cell(case, "5.2"): "dies while checked" for case in cases})
    with crew_of(world) as crew:
        prepare(crew, cases)
        assert crew.labels == ["4.2", "6.1"]
        assert crew.lost == {"5.2": f"its worker ended {MOST_STARTS} times while it was being checked"}


def test_what_has_failed_in_an_earlier_fork_is_tried_no_more():
    world = World()
    with crew_of(world, {Cell(SEND, "5.2"): FAILED}) as crew:
        prepare(crew)
    assert Cell(SEND, "5.2") not in world.checked
    assert {Cell(LOOP, "5.2"), Cell(SEND, "4.2")} <= set(world.checked)


def test_an_environment_in_which_all_has_failed_is_not_started():
    world = World()
    with crew_of(world, {Cell(case, "5.2"): FAILED for case in CASES}) as crew:
        prepare(crew)
        assert crew.labels == ["4.2", "6.1"]
    assert "5.2" not in {label for label, _ in world.started}


def test_a_trusted_case_is_not_checked_and_timed_all_the_same():
    world = World()
    with crew_of(world) as crew:
        assert SAVE not in prepare(crew, trusted=[SAVE])["5.2"].outcomes
        answers, _ = crew.side_by_side(LABELS, SAVE, 2, warm_up=False, paced=True, foreseen_s=0)
    assert answers["5.2"] == {"ns": 2_000_000}
    assert SAVE not in {cell.case for cell in world.checked}


@pytest.mark.parametrize("how", ["in turns", "side by side"])
def test_a_worker_that_dies_while_it_is_timed_is_lost_to_the_fork(how: str):
    world = World(wrong={Cell(SAVE, "5.2"): "dies"})
    with crew_of(world) as crew:
        prepare(crew)
        if how == "in turns":
            answers, _ = crew.relay(LABELS, [Leg(SAVE, 1, False)], 2, paced=False, foreseen_s=0)
        else:
            answers, _ = crew.side_by_side(LABELS, SAVE, 1, warm_up=False, paced=True, foreseen_s=0)
        assert isinstance(answers["5.2"], WorkerFailure)
        assert crew.labels == ["4.2", "6.1"]
        assert crew.lost == {"5.2": "the worker was killed by signal 9"}
        answers, _ = crew.relay(crew.labels, [Leg(SEND, 1, False)], 2, paced=False, foreseen_s=0)
        assert answers == {label: {"ns": [[1_000_000] * 2]} for label in ("4.2", "6.1")}


def test_the_pacemaker_tells_the_pace_until_it_dies_and_is_not_asked_again():
    world = World()
    with crew_of(world) as crew:
        prepare(crew)
        assert crew.side_by_side(LABELS, SAVE, 1, warm_up=False, paced=True, foreseen_s=0)[1] == PACE_NS
        world.pacemakers_die = True
        for _ in range(2):
            answers, pace_ns = crew.side_by_side(LABELS, SAVE, 1, warm_up=False, paced=True, foreseen_s=0)
            assert pace_ns is None
            assert answers == {label: {"ns": 1_000_000} for label in LABELS}
    assert [what for _, what in world.asked].count("pace") == 2


def test_a_crew_is_bound_only_if_every_worker_is():
    for unbindable, bound in ((set(), True), ({"5.2"}, False)):
        with crew_of(World(unbindable=unbindable)) as crew:
            prepare(crew)
            assert crew.settle(1) is bound


def test_a_worker_that_dies_settling_is_lost_and_the_rest_is_bound():
    with crew_of(World(dies_settling={"5.2"})) as crew:
        prepare(crew)
        assert crew.settle(1)
        assert crew.lost == {"5.2": "the worker ended with exit code 1"}
