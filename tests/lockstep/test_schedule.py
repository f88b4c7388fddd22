"""The order in which slices are taken, and how much of them a fork gets."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from collections.abc import Iterable

import pytest

from bench.lockstep.schedule import (
    FEWEST_TURNS,
    LONG_ROUND_S,
    LONG_SLICE_NS,
    MOST_ROUNDS,
    MOST_TURNS,
    OVERHEAD_S,
    PACE_S,
    PILOT_ROUNDS,
    ROUND_NS,
    SIDE_BY_SIDE_NS,
    SLICE_NS,
    WARM_UP_NS,
    Block,
    Cost,
    Heat,
    blocks,
    blocks_of_fork,
    fork_seconds,
    forks_apart,
    heat_seconds,
    heats,
    loops_for,
    order_of_rounds,
    rounds_of_block,
    rounds_of_fork,
    turns_for,
    warms_up,
)
from bench.model import Case, Spread
from tests.synthetic import BULK_SAVES, RECEIVERS

CASES = [*RECEIVERS.cases, *BULK_SAVES.cases]
SHORT, OTHER, SAVE, LONG = (Case("q", name, ()) for name in ("short", "other", "save", "long"))
NS = {SHORT: SLICE_NS / 100, OTHER: SLICE_NS * 5.0, SAVE: SLICE_NS * 2.0, LONG: SIDE_BY_SIDE_NS * 1.0}
FREQUENT, COSTLY = Block("frequent", (), ()), Block("costly", (), ())


def heats_of(
    *cases: Case, alone: Iterable[Case] = (), turns_only: Iterable[Case] = (), seed: int = 1
) -> list[Heat]:
    return heats(
        cases,
        NS,
        alone=list(alone).__contains__,
        side_by_side=lambda case: case not in list(turns_only),
        chance=random.Random(seed),
    )


def test_a_block_holds_the_variants_at_one_point_of_the_axes():
    first, *_ = blocks(CASES)
    assert first == Block("receivers", (("receivers", 0),), RECEIVERS.cases[:3])
    assert first.point == ("receivers", (("receivers", 0),))
    assert sum(len(block.cases) for block in blocks(CASES)) == len(CASES)


def test_loops_fill_a_slice_and_are_never_none():
    assert loops_for(1000, side_by_side=False) == SLICE_NS / 1000
    assert loops_for(1000, side_by_side=True) == LONG_SLICE_NS / 1000
    assert loops_for(10**9, side_by_side=False) == loops_for(10**9, side_by_side=True) == 1


def test_turns_fill_a_round_and_are_neither_none_nor_endlessly_many():
    assert turns_for(1) == turns_for(SLICE_NS) == min(MOST_TURNS, ROUND_NS / SLICE_NS)
    assert turns_for(ROUND_NS / 6) == 6
    assert turns_for(SIDE_BY_SIDE_NS - 1) == FEWEST_TURNS
    assert turns_for(10**9) == 1


def test_an_operation_is_warmed_up_before_each_slice_however_it_is_timed_unless_it_is_very_long():
    assert warms_up(SIDE_BY_SIDE_NS - 1)
    assert warms_up(SIDE_BY_SIDE_NS)
    assert warms_up(WARM_UP_NS / 2)
    assert not warms_up(WARM_UP_NS)


def test_foreseeing_a_turn_counts_the_untimed_call_before_it():
    heat = Heat((LONG,), side_by_side=False, turns=1, paced=False)
    assert heat_seconds(heat, 1, NS) == pytest.approx(OVERHEAD_S + 2 * NS[LONG] / 1e9)


def test_a_round_times_every_case_once():
    made = heats_of(SHORT, OTHER, SAVE, LONG, alone=[SAVE])
    assert Counter(case for heat in made for case in heat.cases) == Counter([SHORT, OTHER, SAVE, LONG])


def test_private_short_cases_take_as_many_turns_together_as_the_longest_of_them_can():
    assert {frozenset(heat.cases) for heat in heats_of(SHORT, OTHER)} == {frozenset({SHORT, OTHER})}
    assert [heat.turns for heat in heats_of(SHORT, OTHER)] == [turns_for(NS[OTHER])]


def test_what_is_alone_takes_turns_by_itself():
    assert set(heats_of(SHORT, SAVE, alone=[SAVE])) == {
        Heat((SAVE,), side_by_side=False, turns=turns_for(NS[SAVE]), paced=True),
        Heat((SHORT,), side_by_side=False, turns=turns_for(NS[SHORT]), paced=True),
    }


def test_where_one_is_long_all_are_timed_side_by_side():
    assert set(heats_of(SHORT, SAVE, LONG, alone=[SAVE])) == {
        Heat((case,), side_by_side=True, turns=1, paced=True) for case in (SHORT, SAVE, LONG)
    }


def test_what_may_not_run_side_by_side_takes_turns_however_long_it_is():
    (heat,) = heats_of(LONG, alone=[LONG], turns_only=[LONG])
    assert heat == Heat((LONG,), side_by_side=False, turns=turns_for(NS[LONG]), paced=False)


def test_only_cases_that_are_timed_apart_from_each_other_need_a_pacemaker():
    assert [heat.paced for heat in heats_of(SHORT, OTHER)] == [False]
    assert [heat.paced for heat in heats_of(SHORT, OTHER, alone=[OTHER])] == [True, True]


def test_every_order_of_heats_and_of_cases_within_one_comes_up_about_equally_often():
    apart = Counter(tuple(heats_of(SHORT, SAVE, LONG, alone=[SAVE], seed=seed)) for seed in range(3000))
    together = Counter(heats_of(SHORT, OTHER, seed=seed)[0].cases for seed in range(3000))
    assert len(apart) == 6
    assert all(400 < count < 600 for count in apart.values())
    assert set(together) == set(itertools.permutations((SHORT, OTHER)))
    assert all(1350 < count < 1650 for count in together.values())


def test_the_same_seed_gives_the_same_order():
    assert heats_of(SHORT, OTHER, SAVE, LONG, seed=7) == heats_of(SHORT, OTHER, SAVE, LONG, seed=7)


def test_a_relay_takes_its_slices_its_warm_ups_and_the_handing_on_in_every_environment():
    heat = Heat((SHORT, OTHER), side_by_side=False, turns=3, paced=False)
    slices_s = (SLICE_NS + NS[SHORT] + 2 * NS[OTHER]) / 1e9
    assert heat_seconds(heat, 4, NS) == pytest.approx(4 * 3 * (2 * OVERHEAD_S + slices_s))


def test_a_pacemaker_takes_a_slice_at_each_leg_of_a_relay():
    alone, paced = (Heat((SHORT, OTHER), side_by_side=False, turns=3, paced=each) for each in (False, True))
    pace_s = 3 * 2 * (OVERHEAD_S + PACE_S)
    assert heat_seconds(paced, 4, NS) == pytest.approx(heat_seconds(alone, 4, NS) + pace_s)


def test_side_by_side_the_pacemaker_takes_as_long_as_one_more():
    ns = {LONG: LONG_SLICE_NS * 2.0}
    assert heat_seconds(Heat((LONG,), side_by_side=True, turns=1, paced=True), 3, ns) == 4 * ns[LONG] / 1e9


def test_what_costs_a_second_is_in_every_fork_and_what_costs_most_in_every_third():
    assert [forks_apart(Cost(check_s=0, round_s=seconds)) for seconds in (0.1, 1, 4, 9, 16, 900)] == [
        1, 1, 2, 3, 3, 3,
    ]  # fmt: skip


def test_costly_blocks_wait_and_cheap_ones_never():
    costs, last = {FREQUENT: Cost(round_s=0.1), COSTLY: Cost(check_s=5, round_s=4)}, {}
    timed = []
    for fork in range(7):
        members = blocks_of_fork(fork, [FREQUENT, COSTLY], costs, last)
        last.update(dict.fromkeys(members, fork))
        timed.append(COSTLY in members)
        assert FREQUENT in members
    assert timed == [True, False, False, True, False, False, True]


def test_a_costly_block_does_not_wait_when_all_others_are_settled():
    assert blocks_of_fork(5, [COSTLY], {COSTLY: Cost(round_s=30)}, {COSTLY: 4}) == [COSTLY]


def test_a_block_that_was_never_timed_comes_first_even_after_an_interruption():
    assert blocks_of_fork(5, [COSTLY, FREQUENT], {COSTLY: Cost(round_s=30)}, {FREQUENT: 4}) == [
        COSTLY,
        FREQUENT,
    ]


def rounds(cost: Cost, spread: Spread | None, *, start_s: float = 1.0, turns: int = 1) -> int:
    return rounds_of_block(cost, start_s, spread, turns)


def test_before_anything_is_known_of_the_variance_a_block_gets_the_pilots_rounds():
    assert rounds(Cost(round_s=0.1), None) == PILOT_ROUNDS
    assert rounds(Cost(round_s=LONG_ROUND_S + 1), None) == 1


def test_rounds_follow_the_variances_and_the_costs_as_kalibera_and_jones_have_it():
    """sqrt(4 * (1 + 8) / 1) = 6, and half of that where a fork varies four times as much."""
    cost = Cost(check_s=8.0, round_s=1.0)
    assert rounds(cost, Spread(turn=4.0, fork=1.0)) == 6
    assert rounds(cost, Spread(turn=4.0, fork=4.0)) == 3


def test_turns_stand_in_for_rounds_at_the_price_of_a_median():
    """A round of 16 turns varies pi / 2 / 16 times as much as a turn."""
    cost = Cost(check_s=8.0, round_s=1.0)
    assert rounds(cost, Spread(turn=36.0, fork=1.0), turns=16) == round((3.14159 / 2 * 36 / 16 * 9) ** 0.5)


def test_rounds_have_limits():
    assert rounds(Cost(round_s=0.001), Spread(turn=1.0, fork=1e-9)) == MOST_ROUNDS
    assert rounds(Cost(round_s=1.0), Spread(turn=1e-9, fork=1.0)) == 1
    assert rounds(Cost(round_s=1.0), Spread(turn=0.0, fork=1.0)) == 1


def test_a_variance_between_forks_that_does_not_show_calls_for_rounds_unless_they_are_long():
    assert rounds(Cost(round_s=0.1), Spread(turn=1.0, fork=0.0)) == MOST_ROUNDS
    assert rounds(Cost(round_s=LONG_ROUND_S + 1), Spread(turn=1.0, fork=0.0)) == 1


def test_forks_go_before_rounds_where_the_budget_is_short_down_to_one():
    costs = {FREQUENT: Cost(check_s=0.5, round_s=0.5)}
    wanted = {FREQUENT: 10}
    assert rounds_of_fork(wanted, costs, start_s=1.5, budget_s=600) == wanted
    assert rounds_of_fork(wanted, costs, start_s=1.5, budget_s=8 * (2 + 4 * 0.5)) == {FREQUENT: 4}
    assert rounds_of_fork(wanted, costs, start_s=1.5, budget_s=1) == {FREQUENT: 1}


def test_every_block_keeps_a_round_when_others_lose_theirs():
    costs = {FREQUENT: Cost(round_s=0.5), COSTLY: Cost(round_s=9)}
    assert rounds_of_fork({FREQUENT: 4, COSTLY: 1}, costs, start_s=1, budget_s=1) == {FREQUENT: 1, COSTLY: 1}


def test_a_fork_takes_its_start_its_checks_and_its_rounds():
    members = {FREQUENT: Cost(check_s=0.5, round_s=0.25), COSTLY: Cost(check_s=2, round_s=7)}
    assert fork_seconds(members, start_s=1, rounds={FREQUENT: 4, COSTLY: 1}) == 1 + (0.5 + 1) + (2 + 7)


def test_a_fork_goes_through_all_blocks_before_it_repeats_one():
    members = blocks(CASES)[:3]
    order = order_of_rounds(dict.fromkeys(members, 2), random.Random(1))
    assert [number for number, _ in order] == [0, 0, 0, 1, 1, 1]
    assert {block for _, block in order[:3]} == set(members)


def test_blocks_may_have_different_numbers_of_rounds():
    one, two = blocks(CASES)[:2]
    order = order_of_rounds({one: 1, two: 3}, random.Random(1))
    assert Counter(block for _, block in order) == {one: 1, two: 3}
