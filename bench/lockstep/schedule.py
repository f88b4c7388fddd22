"""Who is timed when: pure functions of the plan, the estimates and a random generator.

A block is everything that is compared directly: all variants of a question at one point of its axes, in
all environments. A round times each of its cells once, in heats: short operations in turns, slice by
slice, long ones side by side.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bench.model import Axis, Case, Point, Spread

SLICE_NS = 400_000
"""What a slice should take, in nanoseconds.

A shared machine's speed can flip every few milliseconds. Neighbouring slices of this length mostly see the
same speed, where those of 5 to 20 ms see a mixture. Slices much shorter would be taken on cold caches.
"""
ROUND_NS = 8_000_000
"""What the turns of a cell should take together in a round."""
MOST_TURNS = 20
FEWEST_TURNS = 5
"""Of what is shorter than SIDE_BY_SIDE_NS: their median withstands two that are spoilt."""
SIDE_BY_SIDE_NS = 8_000_000
"""An operation that takes longer is timed side by side: it is longer than the scheduler's own slices."""
LONG_SLICE_NS = 25_000_000
"""What a slice should take of an operation that is timed side by side: several of the scheduler's."""
WARM_UP_NS = 50_000_000
"""An operation that takes longer is not called once more to warm the caches: cold ones are less than a
thousandth of it."""
OVERHEAD_S = 0.0001
"""What it takes, roughly, to hand the baton on."""
PACE_S = 0.001
"""What a pacemaker takes for a slice, roughly."""
MOST_ROUNDS = 20
PILOT_ROUNDS = 2
"""In the forks that tell where the variance sits."""
LONG_ROUND_S = 3.0
"""A block with longer rounds gets one a fork as long as nothing is known of its variance."""
WANTED_FORKS = 8
"""How many forks a budget should hold at least."""
MOST_FORKS_APART = 3
"""A block is timed in one fork of so many at least, whatever it costs."""


@dataclass(frozen=True, slots=True)
class Block:
    """The cases of one question at one point of its axes."""

    question: str
    axis: Axis
    cases: tuple[Case, ...]

    @property
    def point(self) -> Point:
        """What the block is settled as."""
        return self.question, self.axis


@dataclass(frozen=True, slots=True)
class Heat:
    """Cases that are timed together: in turns, or (a single one) side by side."""

    cases: tuple[Case, ...]
    side_by_side: bool
    turns: int
    paced: bool
    """Whether a pacemaker runs with them, since other cases of the block are timed apart from these."""


def blocks(cases: Iterable[Case]) -> list[Block]:
    """The cases by question and point, in the order given."""
    grouped: dict[Point, list[Case]] = {}
    for case in cases:
        grouped.setdefault((case.question, case.axis), []).append(case)
    return [Block(question, axis, tuple(members)) for (question, axis), members in grouped.items()]


def loops_for(ns: float, *, side_by_side: bool) -> int:
    """How many calls make a slice, for an operation that takes about `ns`."""
    return max(1, round((LONG_SLICE_NS if side_by_side else SLICE_NS) / ns))


def turns_for(ns: float) -> int:
    """How many slices are taken in a round of an operation that takes about `ns`."""
    fewest = FEWEST_TURNS if ns < SIDE_BY_SIDE_NS else 1
    return max(fewest, min(MOST_TURNS, round(ROUND_NS / max(ns, SLICE_NS))))


def warms_up(ns: float) -> bool:
    """Whether an untimed call goes before each slice, and not only before the first of a round.

    The other workers have filled the caches with what is theirs: saving a row takes half as long again then.
    """
    return ns < WARM_UP_NS


def heats(
    cases: Sequence[Case],
    ns: Mapping[Case, float],
    *,
    alone: Callable[[Case], bool],
    side_by_side: Callable[[Case], bool],
    chance: random.Random,
) -> list[Heat]:
    """One round of these cases, in random order; those that need not be alone take turns together.

    alone: it has to be set up for each round, without the others. side_by_side: whether it may be timed so,
    as is done with all of a block in which one is long: what is timed in two ways has met two paces.
    """
    any_long = any(ns[case] >= SIDE_BY_SIDE_NS and side_by_side(case) for case in cases)
    beside = [case for case in cases if any_long and side_by_side(case)]
    apart = [case for case in cases if case not in beside and alone(case)]
    together = [case for case in cases if case not in beside and case not in apart]
    chance.shuffle(together)
    members = [(case,) for case in (*beside, *apart)] + ([tuple(together)] if together else [])
    chance.shuffle(members)
    return [
        Heat(
            each,
            side_by_side=each[0] in beside,
            turns=1 if each[0] in beside else turns_for(max(ns[case] for case in each)),
            paced=len(members) > 1,
        )
        for each in members
    ]


def heat_seconds(heat: Heat, environments: int, ns: Mapping[Case, float]) -> float:
    """How long the slices of a heat take, roughly."""
    if heat.side_by_side:
        (case,) = heat.cases
        return (environments + heat.paced) * loops_for(ns[case], side_by_side=True) * ns[case] / 1e9
    turn_s = sum(
        OVERHEAD_S + (loops_for(ns[case], side_by_side=False) + warms_up(ns[case])) * ns[case] / 1e9
        for case in heat.cases
    )
    pace_s = heat.paced * len(heat.cases) * (OVERHEAD_S + PACE_S)
    return heat.turns * (environments * turn_s + pace_s)


@dataclass(frozen=True, slots=True)
class Cost:
    """What a block costs in seconds: checking it once in every worker, and one round."""

    check_s: float = 0.0
    round_s: float = 0.0


def forks_apart(cost: Cost) -> int:
    """A block is timed in one fork of this many: 1 for what takes about a second, at most 3.

    The number of repetitions that serves all blocks best falls with the square root of what one costs
    (Neyman's allocation). Without this, a few blocks of a thousand rows would take nearly all the time.
    """
    return max(1, min(MOST_FORKS_APART, round(math.sqrt(cost.check_s + cost.round_s))))


def blocks_of_fork(
    fork: int, open_blocks: Sequence[Block], costs: Mapping[Block, Cost], last: Mapping[Block, int]
) -> list[Block]:
    """The blocks whose turn it is; all that were never timed are among them.

    When only costly ones are left, none of them waits for a turn. last: the fork that timed a block last.
    """
    due = [
        block
        for block in open_blocks
        if block not in last or fork - last[block] >= forks_apart(costs.get(block, Cost()))
    ]
    return due or list(open_blocks)


def rounds_of_block(cost: Cost, start_s: float, spread: Spread | None, turns: int) -> int:
    """How many rounds a block gets in a fork, at most 20.

    The cheapest way to a given error is sqrt(v_round / v_fork * c_fork / c_round) rounds, where v are the
    variances of a round's figure and between forks, and c what a round and another fork cost (Kalibera
    and Jones 2013, "Rigorous benchmarking in reasonable time"). A round's figure is the median of its turns,
    whose variance is pi/2 times that of a mean. start_s: the block's share of starting the workers.
    """
    if spread is None:
        return 1 if cost.round_s > LONG_ROUND_S else PILOT_ROUNDS
    if cost.round_s <= 0 or spread.turn <= 0:
        return 1
    round_variance = (math.pi / 2 if turns > 1 else 1.0) * spread.turn / turns
    if spread.fork <= 0:
        return MOST_ROUNDS if cost.round_s <= LONG_ROUND_S else 1
    best = math.sqrt(round_variance / spread.fork * (start_s + cost.check_s) / cost.round_s)
    return max(1, min(MOST_ROUNDS, round(best)))


def rounds_of_fork(
    wanted: Mapping[Block, int], costs: Mapping[Block, Cost], start_s: float, budget_s: float
) -> dict[Block, int]:
    """The rounds wanted, or fewer where eight such forks would not fit into the budget; one at least."""
    rounds = dict(wanted)
    while max(rounds.values(), default=1) > 1 and (
        WANTED_FORKS * fork_seconds(costs, start_s, rounds) > budget_s
    ):
        rounds = {block: max(1, count - 1) for block, count in rounds.items()}
    return rounds


def fork_seconds(costs: Mapping[Block, Cost], start_s: float, rounds: Mapping[Block, int]) -> float:
    """How long a fork of these blocks takes."""
    return start_s + sum(
        costs[block].check_s + costs[block].round_s * count for block, count in rounds.items()
    )


def order_of_rounds(rounds: Mapping[Block, int], chance: random.Random) -> list[tuple[int, Block]]:
    """(round, block) for a whole fork: every block's first round in random order, then the second."""
    order: list[tuple[int, Block]] = []
    for number in range(max(rounds.values(), default=0)):
        members = [block for block, count in rounds.items() if number < count]
        chance.shuffle(members)
        order += [(number, block) for block in members]
    return order
