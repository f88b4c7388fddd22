"""The order in which slices are taken, and how much of them a fork gets."""

from __future__ import annotations

import random
from collections import Counter

from bench.lockstep.schedule import (
    MOST_ROUNDS,
    Block,
    Cost,
    blocks,
    blocks_of_fork,
    fork_seconds,
    forks_apart,
    loops_for,
    order_of_rounds,
    round_seconds,
    rounds_of_fork,
    turns,
    warms_up,
)
from bench.model import Case, Cell
from tests.synthetic import BULK_SAVES, RECEIVERS

ENVIRONMENTS = ["4.2", "5.2", "4.2 twin"]
CASES = [*RECEIVERS.cases, *BULK_SAVES.cases]


def test_a_block_holds_the_variants_at_one_point_of_the_axes():
    first, *_ = blocks(CASES)
    assert first == Block("receivers", (("receivers", 0),), RECEIVERS.cases[:3])
    assert sum(len(block.cases) for block in blocks(CASES)) == len(CASES)


def test_a_round_times_every_cell_once():
    block = blocks(CASES)[0]
    taken = turns(block, ENVIRONMENTS, random.Random(1))
    assert Counter(taken) == Counter(Cell(case, label) for case in block.cases for label in ENVIRONMENTS)


def test_the_environments_of_a_variant_stand_together():
    taken = turns(blocks(CASES)[0], ENVIRONMENTS, random.Random(1))
    for start in range(0, len(taken), len(ENVIRONMENTS)):
        assert len({cell.case for cell in taken[start : start + len(ENVIRONMENTS)]}) == 1


def test_every_order_of_the_environments_comes_up_about_equally_often():
    chance, block = random.Random(1), Block("q", (), (Case("q", "v", ()),))
    orders = Counter(
        tuple(cell.environment for cell in turns(block, ENVIRONMENTS, chance)) for _ in range(6000)
    )
    assert len(orders) == 6
    assert all(850 < count < 1150 for count in orders.values())


def test_the_same_seed_gives_the_same_order():
    block = blocks(CASES)[0]
    assert turns(block, ENVIRONMENTS, random.Random(7)) == turns(block, ENVIRONMENTS, random.Random(7))


def test_loops_fill_a_slice_and_are_never_none():
    assert loops_for(1000) == 1500
    assert loops_for(10**9) == 1


def test_long_operations_are_not_called_once_more_to_warm_up():
    assert warms_up(1_000_000)
    assert not warms_up(100_000_000)


def test_the_length_of_a_round_counts_every_environment():
    block = Block("q", (), (Case("q", "v", ()),))
    one = round_seconds(block, 1, {block.cases[0]: 1e9})
    assert round_seconds(block, 4, {block.cases[0]: 1e9}) == 4 * one
    assert one > 1
    assert round_seconds(block, 4, {}) == 0


def test_what_costs_a_second_is_in_every_fork_and_what_costs_most_in_every_third():
    assert [forks_apart(Cost(check_s=0, round_s=seconds)) for seconds in (0.1, 1, 4, 9, 16, 900)] == [
        1, 1, 2, 3, 3, 3,
    ]  # fmt: skip


def test_costly_blocks_wait_and_cheap_ones_never():
    cheap, costly = Block("cheap", (), ()), Block("costly", (), ())
    costs, last = {cheap: Cost(round_s=0.1), costly: Cost(check_s=5, round_s=4)}, {}
    timed = []
    for fork in range(7):
        members = blocks_of_fork(fork, [cheap, costly], costs, last)
        last.update(dict.fromkeys(members, fork))
        timed.append(costly in members)
        assert cheap in members
    assert timed == [True, False, False, True, False, False, True]


def test_a_block_that_was_never_timed_comes_first_even_after_an_interruption():
    costly = Block("costly", (), ())
    assert blocks_of_fork(5, [costly], {costly: Cost(round_s=30)}, {}) == [costly]


FREQUENT, COSTLY = Block("frequent", (), ()), Block("costly", (), ())


def test_rounds_outweigh_the_preparation_where_the_budget_allows():
    members = {FREQUENT: Cost(check_s=0.5, round_s=0.3)}
    assert rounds_of_fork(members, start_s=1.5, budget_s=600) == {FREQUENT: 10}


def test_forks_go_before_rounds_where_the_budget_is_short_down_to_three():
    members = {FREQUENT: Cost(check_s=0.5, round_s=0.3)}
    assert rounds_of_fork(members, start_s=1.5, budget_s=35) == {FREQUENT: 5}
    assert rounds_of_fork(members, start_s=1.5, budget_s=1) == {FREQUENT: 3}


def test_rounds_have_an_upper_limit():
    members = {FREQUENT: Cost(check_s=0.5, round_s=0.001)}
    assert rounds_of_fork(members, start_s=1.5, budget_s=10**6) == {FREQUENT: MOST_ROUNDS}


def test_long_rounds_are_taken_once_a_fork():
    members = {FREQUENT: Cost(check_s=0.5, round_s=0.3), COSTLY: Cost(check_s=5, round_s=9)}
    assert rounds_of_fork(members, start_s=1.5, budget_s=600)[COSTLY] == 1


def test_a_block_that_is_costly_to_check_but_quick_to_time_is_timed_three_times():
    members = {COSTLY: Cost(check_s=5, round_s=0.5)}
    assert rounds_of_fork(members, start_s=1.5, budget_s=600) == {COSTLY: 3}


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
