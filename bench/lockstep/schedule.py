"""Who is timed when: pure functions of the plan, the estimates and a random generator.

A block is everything that is compared directly: all variants of a question at one point of its axes, in
all environments. Blocks are kept short, so that a change of the machine's speed rarely falls inside one.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bench.model import Axis, Case, Cell

SLICE_NS = 1_500_000
"""What a slice should take, in nanoseconds.

A shared machine's speed can flip every few milliseconds. Two neighbouring slices of this length mostly see
the same speed, where those of 5 to 20 ms see a mixture; the median of many short rounds is several times
as sure as that of few long ones in the same time.
"""
WARM_UP_NS = 50_000_000
"""An operation that takes longer is not called once more to warm the caches before its slice: cold ones
are less than a thousandth of it."""
OVERHEAD_S = 0.0005
"""What it takes, roughly, to set a slice up and to ask for it."""
MOST_ROUNDS = 20
ROBUST_ROUNDS = 3
LONG_ROUND_S = 3.0
WANTED_FORKS = 10
"""How many forks a budget should hold at least."""
MOST_FORKS_APART = 3
"""A block is timed in one fork of so many at least, whatever it costs."""


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


def warms_up(ns: float) -> bool:
    """Whether one untimed call goes before a slice of an operation that takes about `ns`."""
    return ns < WARM_UP_NS


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


@dataclass(frozen=True, slots=True)
class Cost:
    """What a block costs in seconds: checking it once in every worker, and one round."""

    check_s: float = 0.0
    round_s: float = 0.0


def round_seconds(block: Block, environments: int, ns: Mapping[Case, float]) -> float:
    """How long a round of the block takes, roughly; cases without an estimate cost nothing."""
    return environments * sum(
        OVERHEAD_S + loops_for(ns[case]) * ns[case] / 1e9 for case in block.cases if case in ns
    )


def forks_apart(cost: Cost) -> int:
    """A block is timed in one fork of this many: 1 for what takes about a second, at most 3.

    The number of repetitions that serves all blocks best falls with the square root of what one costs
    (Neyman's allocation). Without this, a few blocks of a thousand rows would take nearly all the time.
    """
    return max(1, min(MOST_FORKS_APART, round(math.sqrt(cost.check_s + cost.round_s))))


def blocks_of_fork(
    fork: int, all_blocks: Sequence[Block], costs: Mapping[Block, Cost], last: Mapping[Block, int]
) -> list[Block]:
    """The blocks whose turn it is; all that were never timed are among them.

    last: the fork that timed a block last.
    """
    return [
        block
        for block in all_blocks
        if block not in last or fork - last[block] >= forks_apart(costs.get(block, Cost()))
    ]


def rounds_of_fork(members: Mapping[Block, Cost], start_s: float, budget_s: float) -> dict[Block, int]:
    """How many rounds each block gets in a fork.

    Blocks that are in every fork: so many that their timing takes longer than their preparation, at most
    20; fewer where ten such forks would not fit into the budget, since it is the forks that carry the
    statistics; but three at least, as a median of three withstands one round that is spoilt. Of the others,
    those with short rounds get three as well, and those with long rounds one.
    """
    frequent = [cost for cost in members.values() if forks_apart(cost) == 1]
    round_s = sum(cost.round_s for cost in frequent)
    preparation_s = start_s + sum(cost.check_s for cost in frequent)
    rounds = MOST_ROUNDS
    if round_s > 0:
        worthwhile = math.ceil(1.5 * preparation_s / round_s)
        affordable = math.floor((budget_s / WANTED_FORKS - preparation_s) / round_s)
        rounds = max(ROBUST_ROUNDS, min(worthwhile, affordable, MOST_ROUNDS))
    return {
        block: rounds if forks_apart(cost) == 1 else (ROBUST_ROUNDS if cost.round_s <= LONG_ROUND_S else 1)
        for block, cost in members.items()
    }


def fork_seconds(members: Mapping[Block, Cost], start_s: float, rounds: Mapping[Block, int]) -> float:
    """How long a fork of these blocks takes."""
    return start_s + sum(cost.check_s + cost.round_s * rounds[block] for block, cost in members.items())


def order_of_rounds(rounds: Mapping[Block, int], chance: random.Random) -> list[tuple[int, Block]]:
    """(round, block) for a whole fork: every block's first round in random order, then the second."""
    order: list[tuple[int, Block]] = []
    for number in range(max(rounds.values(), default=0)):
        members = [block for block, count in rounds.items() if number < count]
        chance.shuffle(members)
        order += [(number, block) for block in members]
    return order
