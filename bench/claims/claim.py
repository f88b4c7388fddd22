"""What a claim is: a saying, the cells that test it, and the rule that turns their figures into a verdict."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from bench.model import Axis, AxisValue, Environment

if TYPE_CHECKING:
    from bench.claims.evidence import Evidence


class ClaimVerdict(Enum):
    """What may be said of a claim. Decided once, by its rule."""

    CONFIRMED = "confirmed"
    REFUTED = "refuted"
    DEPENDS = "depends"
    """It holds at some points and not at others, both settled."""
    NOT_TESTABLE = "not testable here"
    UNCLEAR = "unclear"
    """The cells are there, but an interval lies on both sides of the claim's threshold."""
    NO_DATA = "no data"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """Variants of one question at some points of its axes."""

    question: str
    variants: tuple[str, ...]
    axes: tuple[tuple[str, tuple[AxisValue, ...]], ...]
    since: tuple[int, int]
    """The first Django that has them; older ones have no say."""

    def points(self) -> Iterator[Axis]:
        """Every point, the last axis changing fastest."""
        names = [name for name, _ in self.axes]
        for values in itertools.product(*(values for _, values in self.axes)):
            yield tuple(zip(names, values, strict=True))


def cells(
    question: str, *variants: str, since: tuple[int, int] = (3, 2), **axes: Sequence[AxisValue]
) -> Cells:
    """Variants at the points that the axes' values make; without a value for an axis that there is, at none.

    Name every variant that the rule speaks of; their references are measured with them.
    """
    return Cells(
        question=question,
        variants=variants,
        axes=tuple((name, tuple(values)) for name, values in axes.items()),
        since=since,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a rule makes of the evidence."""

    verdict: ClaimVerdict
    figure: str
    """The measured figure with its interval, in words; empty without data."""
    reason: str = ""
    """What it depends on, what is missing, or why it cannot be tested."""


Rule = Callable[["Evidence"], Finding]
Choice = Callable[["Evidence"], Sequence[Environment]]
"""The environments that a claim is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A saying and how it is tested."""

    number: int
    saying: str
    source: str
    test: str
    """The threshold and its reasoning: the docstring of the claim's file."""
    cells: tuple[Cells, ...]
    rule: Rule
    djangos: tuple[str, ...] = ("5.2",)
    """What the claim's command measures where the results have no environment that the claim is about."""
    choose: Choice | None = None
    """For claims about versions; None: all environments of the results."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedClaim:
    """A claim with what the results say of it."""

    claim: Claim
    finding: Finding
    command: str
    """Measures the claim's cells and no others."""
