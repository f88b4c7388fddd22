"""One round of a block in the workers of a fork."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from bench.lockstep.crew import Crew
from bench.lockstep.experience import Experience
from bench.lockstep.rounds import Taken, take_round
from bench.model import Case, Cell, CellState, Outcome
from tests.lockstep.fake_worker import PACE_NS, World

SEND, LOOP, CACHED = (Case("receivers", name, ()) for name in ("send", "plain loop", "send, caching"))
SAVE, BULK = (Case("bulk-saves", name, ()) for name in ("save()", "bulk_create()"))
PRIVATE, SHARED = (SEND, LOOP, CACHED), (SAVE, BULK)
LABELS = ("4.2", "5.2", "6.1")


@contextmanager
def ready(world: World, cases: Sequence[Case]) -> Iterator[tuple[Crew, Experience, dict[Cell, Outcome]]]:
    """A crew that has checked the cases, what that taught, and what became of the cells."""
    with Crew(world.start, {}, patience_s=1) as crew:  # type: ignore[arg-type]  # fakes
        prepared = crew.prepare(LABELS, cases, (), random.Random(1), pacemaker_of="4.2")
        experience = Experience(len(LABELS))
        experience.prepared(list(prepared.values()))
        yield crew, experience, {
            Cell(case, label): outcome
            for label, each in prepared.items()
            for case, outcome in each.outcomes.items()
        }  # fmt: skip


def take(
    crew: Crew,
    experience: Experience,
    outcomes: Mapping[Cell, Outcome],
    cases: Sequence[Case],
    *,
    seed: int = 1,
    position: int = 0,
    whole: bool = True,
) -> Taken:
    return take_round(
        crew,
        cases,
        experience,
        outcomes,
        random.Random(seed),
        bound=True,
        whole=whole,
        fork=3,
        number=2,
        position=position,
    )


def round_of(world: World, cases: Sequence[Case], *, seed: int = 1, position: int = 0) -> Taken:
    with ready(world, cases) as (crew, experience, outcomes):
        return take(crew, experience, outcomes, cases, seed=seed, position=position)


def cells(*cases: Case, labels: Sequence[str] = LABELS) -> set[Cell]:
    return {Cell(case, label) for case in cases for label in labels}


def test_every_cell_is_timed_once_and_knows_where():
    taken = round_of(World(), PRIVATE + SHARED, position=40)
    assert {each.cell for each in taken.slices} == cells(*PRIVATE, *SHARED)
    assert [each.position for each in taken.slices] == list(range(40, 40 + 15))
    assert {(each.fork, each.round) for each in taken.slices} == {(3, 2)}


def test_private_cases_share_a_relay_and_the_others_run_one_by_one():
    world = World()
    round_of(world, PRIVATE + SHARED)
    assert [what for label, what in world.asked if label == "5.2"] == ["relay"] * 3


def test_a_block_with_a_long_case_runs_side_by_side():
    world = World(ns=lambda cell: 20_000_000.0 if cell.case == BULK else 1_000_000.0)
    round_of(world, PRIVATE + SHARED)
    asked = [what for label, what in world.asked if label == "5.2"]
    assert asked == ["set_up", "time", "tidy_up"] * 5, "what is timed in two ways could not be compared"


def test_a_cell_gets_all_turns_of_its_relay_and_one_slice_side_by_side():
    world = World(ns=lambda cell: 20_000_000.0 if cell.case == SAVE else 1_000_000.0)
    taken = round_of(world, (SEND, SAVE))
    assert {(each.loops, each.ns, each.pace_ns) for each in taken.slices if each.cell.case == SEND} == {
        (25, (25_000_000,), (PACE_NS,))
    }
    assert {(each.loops, each.ns, each.pace_ns) for each in taken.slices if each.cell.case == SAVE} == {
        (1, (20_000_000,), (PACE_NS,))
    }
    taken = round_of(World(), (SEND, SAVE))
    assert {(each.loops, each.ns, each.pace_ns) for each in taken.slices} == {
        (1, (1_000_000,) * 8, (PACE_NS,) * 8)
    }


def test_cases_that_not_all_environments_have_are_timed_apart_and_so_with_a_pacemaker():
    taken = round_of(World(wrong={Cell(SEND, "4.2"): "absent"}), PRIVATE)
    paces = {each.cell.case: each.pace_ns for each in taken.slices}
    assert paces[SEND] == (PACE_NS,) * 8
    assert {paces[LOOP], paces[CACHED]} == {(PACE_NS,) * 8, (PACE_NS + 1,) * 8}, "each leg has its own"


def test_a_part_of_a_block_is_timed_with_a_pacemaker():
    with ready(World(), PRIVATE) as (crew, experience, outcomes):
        taken = take(crew, experience, outcomes, [SEND], whole=False)
    assert {each.pace_ns for each in taken.slices} == {(PACE_NS,) * 8}


def test_cases_that_all_take_turns_together_need_no_pacemaker():
    world = World()
    assert {each.pace_ns for each in round_of(world, PRIVATE).slices} == {None}
    assert not [what for _, what in world.asked if "pace" in what]


def test_a_pacemaker_that_dies_costs_the_heat_it_was_in_and_the_pace_of_the_others():
    taken = round_of(World(pacemakers_die=True), (SEND, SAVE, BULK))
    assert len({each.cell.case for each in taken.slices}) == 2
    assert {each.pace_ns for each in taken.slices} == {None}
    assert (taken.failures, taken.suspects) == ({}, set())


def test_the_environments_stand_in_random_order():
    first = {round_of(World(), (SEND,), seed=seed).slices[0].cell.environment for seed in range(12)}
    assert first == set(LABELS)


def test_a_case_that_an_environment_does_not_have_goes_round_without_it():
    taken = round_of(World(wrong={Cell(SEND, "4.2"): "absent"}), PRIVATE)
    assert {each.cell for each in taken.slices} == cells(*PRIVATE) - {Cell(SEND, "4.2")}
    assert (taken.failures, taken.suspects) == ({}, set())


def test_when_one_of_several_raises_all_of_them_are_suspects_and_the_others_times_count():
    taken = round_of(World(wrong={Cell(SEND, "5.2"): "raises"}), PRIVATE)
    assert taken.suspects == set(PRIVATE)
    assert taken.failures == {}
    assert {each.cell for each in taken.slices} == cells(*PRIVATE, labels=("4.2", "6.1"))


def test_one_that_raises_by_itself_has_failed():
    for case in (SEND, SAVE):
        taken = round_of(World(wrong={Cell(case, "5.2"): "raises"}), (case,))
        assert taken.failures == {Cell(case, "5.2"): "ValueError: no"}
        assert {each.cell for each in taken.slices} == cells(case, labels=("4.2", "6.1"))


def test_a_relay_that_was_called_off_fails_nobody_but_who_is_gone():
    taken = round_of(World(wrong={Cell(SEND, "5.2"): "dies"}), (SEND,))
    assert taken.failures == {Cell(SEND, "5.2"): "the worker was killed by signal 9"}
    assert taken.slices == []


def test_after_a_loss_the_rest_of_the_round_goes_on_without_that_environment():
    world = World(wrong={Cell(SAVE, "5.2"): "dies"})
    with ready(world, SHARED) as (crew, experience, outcomes):
        take(crew, experience, outcomes, [SAVE])
        taken = take(crew, experience, outcomes, [BULK])
    assert {each.cell for each in taken.slices} == cells(BULK, labels=("4.2", "6.1"))
    assert taken.failures == {}


def test_what_has_failed_since_it_was_checked_is_not_timed():
    with ready(World(), PRIVATE) as (crew, experience, outcomes):
        outcomes[Cell(SEND, "5.2")] = Outcome(state=CellState.FAILED, reason="no")
        taken = take(crew, experience, outcomes, PRIVATE)
    assert {each.cell for each in taken.slices} == cells(*PRIVATE) - {Cell(SEND, "5.2")}


def test_no_cases_are_no_round():
    assert round_of(World(), ()) == Taken()
