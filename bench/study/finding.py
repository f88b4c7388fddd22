"""What a finding is: a title, the cells it rests on, and the rule that makes a sentence of them, or none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bench import units
from bench.analysis.verdict import decide
from bench.claims.claim import Cells
from bench.claims.estimates import told
from bench.claims.evidence import Evidence, NoDataError, Spot, django_version
from bench.model import Environment, Estimate, Verdict
from bench.render.statements import in_words, without_transactions
from bench.verdicts import DECIDED


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """One run as a rule sees it."""

    evidence: Evidence
    margin: float
    """The smallest change, as a share, that the run may call one."""

    @property
    def newest(self) -> Environment:
        """The newest Django of the run."""
        return self.evidence.environments[-1]

    def sides(self, release: tuple[int, int]) -> tuple[Environment, Environment]:
        """The newest Django before the release, and that release itself. NoDataError without them."""
        before, after = self.evidence.across(release)[:2]
        if django_version(after) != release:
            raise NoDataError(f"it takes Django {'.'.join(map(str, release))} itself")
        return before, after

    def spots(self, wanted: Cells) -> list[Spot]:
        """Every point of the cells in the newest Django."""
        return list(self.evidence.spots(wanted, [self.newest]))

    def verdict(self, ratio: Estimate) -> Verdict:
        """What may be said of a ratio."""
        return decide(ratio, self.margin)

    def decided(self, ratio: Estimate, *wanted: Verdict) -> bool:
        """Whether it is one of these: by default slower, faster or the same."""
        return self.verdict(ratio) in (wanted or DECIDED)

    def is_narrow(self, ratio: Estimate) -> bool:
        """Whether the interval alone is a figure to tell: no wider than the margin to either side."""
        return ratio.high / ratio.low < (1 + self.margin) ** 2

    def times_as_long(self, ratio: Estimate) -> str:
        """ "takes 1.25× (1.21–1.29) as long", or "takes as long (within 5%)"."""
        if self.verdict(ratio) is Verdict.SAME:
            return f"takes as long (within {units.share(self.margin)})"
        return f"takes {told(ratio)} as long"


def statements(spot: Spot, variant: str) -> str:
    """What it sends, in words: "1 SELECT and 6 DELETEs". NoDataError where that was not counted."""
    spot.count("queries", variant)
    return in_words(without_transactions(dict(spot.cell(variant).counters.statements)))


Rule = Callable[[Ground], str | None]
Choice = Callable[[Ground], Sequence[Environment]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Something that a Django developer should know, if the figures decide it."""

    rank: int
    """Candidates are asked in this order, the most interesting first."""
    title: str
    why: str
    """What lies behind it: the docstring of the candidate's file."""
    cells: tuple[Cells, ...]
    rule: Rule
    """The sentence; None where an interval that it rests on leaves it open. NoDataError without a cell."""
    about: Choice = lambda ground: [ground.newest]
    """The environments that the sentence speaks of."""


def across(release: tuple[int, int]) -> Choice:
    """The Django before the release, and the release."""
    return lambda ground: ground.sides(release)
