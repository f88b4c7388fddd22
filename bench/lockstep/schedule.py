"""Who is timed when: pure functions of the plan, the estimates and a random generator.

A block is everything that is compared directly: all variants of a question at one point of its axes, in
all environments. Blocks are kept short, so that a change of the machine's speed rarely falls inside one.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bench.model import Axis, Case, Cell

SLICE_NS = 6_000_000
"""What a slice should take, in nanoseconds."""
OVERHEAD_S = 0.001
"""What it takes, roughly, to ask a worker for a slice and to set it up."""
LONG_BLOCK_S = 2.0
"""A block whose round takes longer is a long one."""
LONG_BLOCK_FORKS = 3
"""Long blocks are timed in one fork of so many."""
MOST_ROUNDS = 20
WANTED_FORKS = 8
"""How many forks a budget should hold at least."""


@dataclass(frozen=True, slots=True)
class Block:
    """The cases of one question at one point of its axes."""

    question: str
    axis: Axis
    cases: tuple[Case, ...]


def blocks(cases: Iterable[Case]) -> list[Block]:
    """The cases by question and point, in the order given."""
    grouped: dict[tuple[str, Axis], list[Case]] = {}
    for case in cases:
        grouped.setdefault((case.question, case.axis), []).append(case)
    return [Block(question, axis, tuple(members)) for (question, axis), members in grouped.items()]


def loops_for(ns: float) -> int:
    """How many calls make a slice, for an operation that takes about `ns`."""
    return max(1, round(SLICE_NS / ns))


def turns(block: Block, environments: Sequence[str], chance: random.Random) -> list[Cell]:
    """One round of a block: the variants in random order, each in all environments one after another.

    The environments of a variant stand together because their ratio is what the machine's speed must
    not spoil; their order is random too.
    """
    cases = list(block.cases)
    chance.shuffle(cases)
    order = []
    for case in cases:
        labels = list(environments)
        chance.shuffle(labels)
        order += [Cell(case, label) for label in labels]
    return order


def round_seconds(block: Block, environments: int, ns: Mapping[Case, float]) -> float:
    """How long a round of the block takes, roughly; cases without an estimate cost nothing."""
    return environments * sum(
        OVERHEAD_S + loops_for(ns[case]) * ns[case] / 1e9 for case in block.cases if case in ns
    )


def blocks_of_fork(
    fork: int, all_blocks: Sequence[Block], seconds: Mapping[Block, float], last: Mapping[Block, int]
) -> list[Block]:
    """The blocks that a fork times: short ones always, long ones if two forks have gone by without them.

    seconds: how long a round takes, where that is known; last: the fork that timed a block last. Without
    this, a few blocks of a thousand rows would take the time that all others need for more forks.
    """
    return [
        block
        for block in all_blocks
        if seconds.get(block, 0) <= LONG_BLOCK_S
        or block not in last
        or fork - last[block] >= LONG_BLOCK_FORKS
    ]


def rounds_of_fork(preparation_s: float, round_s: float, budget_s: float) -> int:
    """How many rounds a fork gets, if starting and checking its workers takes `preparation_s`.

    So many that the workers are timed for longer than they are prepared, at most 20; fewer
    where eight such forks would not fit into the budget, since it is the forks that carry the statistics.
    """
    if round_s <= 0:
        return 1
    worthwhile = math.ceil(1.5 * preparation_s / round_s)
    affordable = math.floor((budget_s / WANTED_FORKS - preparation_s) / round_s)
    return max(1, min(worthwhile, affordable, MOST_ROUNDS))


def order_of_rounds(
    some_blocks: Sequence[Block],
    rounds: Callable[[Block], int],
    chance: random.Random,
) -> list[tuple[int, Block]]:
    """(round, block) for a whole fork: every block's first round in random order, then the second."""
    order: list[tuple[int, Block]] = []
    for number in range(max((rounds(block) for block in some_blocks), default=0)):
        members = [block for block in some_blocks if number < rounds(block)]
        chance.shuffle(members)
        order += [(number, block) for block in members]
    return order
