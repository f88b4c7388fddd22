"""What forks teach about the operations, and what follows for the next one."""

from __future__ import annotations

import random

import pytest

from bench.lockstep import experience
from bench.lockstep.crew import Preparation
from bench.lockstep.experience import Experience
from bench.lockstep.schedule import MOST_TURNS, Block, Cost, Heat
from bench.model import Case, Cell, Slices

AXIS = (("rows", 10),)
SEND, SAVE, SLOW, UNKNOWN = (Case("q", name, AXIS) for name in ("send", "save", "slow", "unknown"))
NS = {SEND: 10_000.0, SAVE: 1e6, SLOW: 60e6}
BLOCK = Block("q", AXIS, (SEND, SAVE, SLOW))


def preparation(
    factor: float = 1.0, *, alone: set[Case] | None = None, waiting: set[Case] | None = None
) -> Preparation:
    return Preparation(
        ns={case: ns * factor for case, ns in NS.items()},
        check_s=dict.fromkeys(NS, 0.5),
        start_s=1.0,
        alone={SAVE} if alone is None else alone,
        waiting=waiting or set(),
    )


@pytest.fixture(autouse=True)
def on_two_cores_with_two_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(experience.os, "cpu_count", lambda: 2)
    monkeypatch.setattr(experience, "TRUSTED_CHECKS", 2)


@pytest.fixture
def known() -> Experience:
    """After one fork, which was not enough to trust anything."""
    known = Experience(environments=3)
    known.prepared([preparation(1.0), preparation(1.1), preparation(9.0)])
    return known


def test_an_operation_takes_as_long_as_in_the_middle_environment_of_all_forks(known: Experience):
    assert known.ns(SEND) == pytest.approx(11_000)
    known.prepared([preparation(9.0), preparation(1.0), preparation(1.0)])
    assert known.ns(SEND) == pytest.approx(10_500)


def test_workers_that_are_made_ready_side_by_side_share_the_cores(known: Experience):
    assert known.start_s == 1.5
    assert known.cost(BLOCK).check_s == pytest.approx(3 * 3 * 0.5 / 2)


def test_a_long_operation_is_trusted_once_checked_often_enough_and_a_short_one_never(known: Experience):
    assert known.trusted() == set()
    known.prepared([preparation()])
    assert known.trusted() == {SLOW}


def test_what_is_trusted_costs_no_more_checking(known: Experience):
    known.prepared([preparation()])
    assert known.cost(BLOCK).check_s == pytest.approx(2 * 0.5)


def test_what_is_long_alone_or_unknown_may_need_pace(known: Experience):
    assert known.may_need_pace([SEND, SLOW])
    assert known.may_need_pace([SEND, SAVE])
    assert known.may_need_pace([SEND, UNKNOWN])
    assert not known.may_need_pace([SEND])


def test_a_round_leaves_out_what_is_not_known(known: Experience):
    heats = known.heats([SEND, UNKNOWN], random.Random(1), bound=True)
    assert heats == [Heat((SEND,), side_by_side=False, turns=MOST_TURNS, paced=False)]


def test_workers_that_are_not_on_one_core_take_turns(known: Experience):
    for bound in (True, False):
        heats = known.heats([SLOW], random.Random(1), bound=bound)
        assert [heat.side_by_side for heat in heats] == [bound]


def test_what_waits_for_something_else_than_the_processor_takes_turns():
    known = Experience(environments=1)
    known.prepared([preparation(waiting={SLOW, SAVE})])
    heats = known.heats([SEND, SAVE, SLOW], random.Random(1), bound=True)
    assert not any(heat.side_by_side for heat in heats)


def test_what_waits_on_one_database_takes_turns_on_all():
    served = preparation(waiting={SLOW})
    known = Experience(environments=3)
    known.prepared([preparation(), preparation()], [served])
    heats = known.heats([SLOW], random.Random(1), bound=True)
    assert [heat.side_by_side for heat in heats] == [False]


def test_nothing_known_costs_nothing():
    assert Experience(environments=3).cost(BLOCK) == Cost()


def test_a_round_that_was_measured_takes_what_it_took(known: Experience):
    foreseen_s = known.cost(BLOCK).round_s
    assert foreseen_s > 0
    known.measured(BLOCK, 7.0, [])
    assert known.cost(BLOCK).round_s == 7.0


def timed(case: Case, *ns: int, loops: int = 1, environment: str = "5.2") -> Slices:
    return Slices(fork=0, round=0, position=0, cell=Cell(case, environment), loops=loops, ns=ns)


def test_what_was_timed_tells_more_than_what_was_checked(known: Experience):
    known.measured(BLOCK, 1.0, [timed(SLOW, 300_000, 200_000, 9_000_000, loops=2)])
    assert known.ns(SLOW) == 150_000
    known.prepared([preparation()])
    assert known.ns(SLOW) == 150_000
    assert known.ns(SEND) == pytest.approx(10_500)


def test_a_case_takes_as_long_as_in_the_middle_environment_and_the_middle_round(known: Experience):
    environments = [timed(SEND, ns, environment=label) for ns, label in ((1, "4.2"), (5, "5.2"), (9, "6.1"))]
    known.measured(BLOCK, 1.0, environments)
    assert known.ns(SEND) == 5
    known.measured(BLOCK, 1.0, [timed(SEND, 900)])
    known.measured(BLOCK, 1.0, [timed(SEND, 7)])
    assert known.ns(SEND) == 7


def test_what_took_no_time_by_the_clock_takes_some(known: Experience):
    known.measured(BLOCK, 1.0, [timed(SEND, 0, loops=2)])
    assert known.ns(SEND) == 0.5


def test_a_short_operation_that_seemed_long_while_it_was_checked_gets_its_turns_and_is_checked_again(
    known: Experience,
):
    known.prepared([preparation(waiting={SLOW})])
    assert known.trusted() == {SLOW}
    (before,) = known.heats([SLOW], random.Random(1), bound=True)
    known.measured(BLOCK, 1.0, [timed(SLOW, 100_000)])
    (after,) = known.heats([SLOW], random.Random(1), bound=True)
    assert known.trusted() == set()
    assert (before.turns, after.turns) == (1, MOST_TURNS)


def test_the_turns_of_a_block_are_those_of_its_middle_case(known: Experience):
    assert known.turns(Block("q", AXIS, (SEND,))) == MOST_TURNS
    assert known.turns(Block("q", AXIS, (SEND, SAVE, SLOW))) == 1
    assert known.turns(Block("q", AXIS, (UNKNOWN,))) == 1
