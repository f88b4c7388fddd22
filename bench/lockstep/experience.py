"""What the forks so far have taught about the operations: how long they take, how they may be timed."""

from __future__ import annotations

import math
import os
import random
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from bench.lockstep import schedule
from bench.lockstep.crew import Preparation
from bench.lockstep.schedule import Block, Cost, Heat
from bench.model import Case, Slices

TRUSTED_CHECKS = 1
TRUSTED_NS = 2_000_000
"""An operation that takes longer, and has passed its check in so many forks, is not checked in later ones: to
check all of the catalogue takes as long as to time it. The smaller points of its variant are checked."""


class Experience:
    """Grows from fork to fork, and from round to round.

    How long an operation takes decides whether its slices are warm, how many they are, and of how many calls.
    What a check says of it holds only until it has been timed: workers are checked all at once, on all cores,
    and an operation that hands over to another thread then waits for its turn at every step. One of 0.1 ms
    has seemed to take ten. If that stayed, one variant would be timed cold and another warm all run long, and
    in another run both warm.
    """

    def __init__(self, environments: int) -> None:
        self._environments = environments
        self._seen_ns: defaultdict[Case, list[float]] = defaultdict(list)
        self._timed_ns: defaultdict[Case, list[float]] = defaultdict(list)
        self._ns: dict[Case, float] = {}
        self._alone: set[Case] = set()
        self._waiting: set[Case] = set()
        self._checks: Counter[Case] = Counter()
        self._check_s: dict[Case, float] = {}
        self._round_s: dict[Block, float] = {}
        self.start_s = 0.0
        """How long starting the workers takes, side by side."""

    def prepared(self, *families: Sequence[Preparation]) -> None:
        """A fork's workers were made ready, at the same time; those on one database are a family.

        What waits on one of the databases is timed as what waits on all.
        """
        preparations = [each for family in families for each in family]
        at_once = min(len(preparations), os.cpu_count() or 1)
        self.start_s = sum(each.start_s for each in preparations) / at_once
        for case in {case for each in preparations for case in each.ns}:
            checked = [each for each in preparations if case in each.ns]
            self._seen_ns[case] += [each.ns[case] for each in checked]
            if case not in self._timed_ns:
                self._ns[case] = statistics.median(self._seen_ns[case])
            self._check_s[case] = sum(each.check_s[case] for each in checked) / at_once
            self._checks[case] += 1
            if any(_waits(case, family) for family in families):
                self._waiting.add(case)
        for each in preparations:
            self._alone |= each.alone

    def measured(self, block: Block, round_s: float, slices: Iterable[Slices]) -> None:
        """A round of the block took so long, and gave these slices."""
        self._round_s[block] = round_s
        seen: defaultdict[Case, list[float]] = defaultdict(list)
        for each in slices:
            seen[each.cell.case].append(max(statistics.median(each.ns), 1) / each.loops)
        for case, per_call in seen.items():
            self._timed_ns[case].append(statistics.median(per_call))
            self._ns[case] = statistics.median(self._timed_ns[case])

    def ns(self, case: Case) -> float:
        """About how long one call of the operation takes."""
        return self._ns[case]

    def trusted(self) -> set[Case]:
        """The cases that need no more checking."""
        return {
            case
            for case, checks in self._checks.items()
            if checks >= TRUSTED_CHECKS and self._ns[case] > TRUSTED_NS
        }

    def may_need_pace(self, cases: Iterable[Case]) -> bool:
        """Whether one of the cases is long, alone or not known yet."""
        return any(
            case in self._alone or self._ns.get(case, math.inf) >= schedule.SIDE_BY_SIDE_NS for case in cases
        )

    def heats(self, cases: Iterable[Case], chance: random.Random, *, bound: bool) -> list[Heat]:
        """One round of those cases that are known. bound: all workers are on one core."""
        return schedule.heats(
            [case for case in cases if case in self._ns],
            self._ns,
            alone=self._alone.__contains__,
            side_by_side=lambda case: bound and case not in self._waiting,
            chance=chance,
        )

    def heat_seconds(self, heat: Heat) -> float:
        """How long the slices of a heat take, roughly."""
        return schedule.heat_seconds(heat, self._environments, self._ns)

    def cost(self, block: Block) -> Cost:
        """What the block costs in a fork; nothing as long as nothing is known of it."""
        heats = self.heats(block.cases, random.Random(0), bound=True)
        trusted = self.trusted()
        return Cost(
            check_s=sum(self._check_s.get(case, 0.0) for case in block.cases if case not in trusted),
            round_s=self._round_s.get(block, sum(map(self.heat_seconds, heats))),
        )

    def costs(self, blocks: Iterable[Block]) -> Mapping[Block, Cost]:
        """Each block's cost."""
        return {block: self.cost(block) for block in blocks}

    def turns(self, block: Block) -> int:
        """How many slices a cell of the block usually gets in a round."""
        heats = self.heats(block.cases, random.Random(0), bound=True)
        return round(statistics.median(heat.turns for heat in heats)) if heats else 1


def _waits(case: Case, family: Sequence[Preparation]) -> bool:
    """One page read from disk is a wait too, so one environment of several does not decide."""
    checked = [each for each in family if case in each.ns]
    return 2 * sum(case in each.waiting for each in checked) > len(checked)
