"""A verdict as a mark and a phrase, the same in every table, page and message.

Slower shows candidate / baseline, faster the reciprocal, so that a larger number is always a larger
change. Percentages follow the same rule: 1/low - 1 on the faster side, high - 1 on the slower one.
"""

from __future__ import annotations

from collections.abc import Iterable

from bench import units
from bench.model import Comparison, Estimate, Results, Verdict

MOST_TOLD = 10.0
"""An interval's end beyond this factor is not put into figures: it only says that there are few forks."""

WIDE = 1.5
"""Ends of an interval that lie further apart, as a factor, leave little of its middle."""

_MARKS = {
    Verdict.SLOWER: "▲",
    Verdict.FASTER: "▼",
    Verdict.SAME: "=",
    Verdict.UNCLEAR: "?",
    Verdict.NOT_COMPARABLE: "≠",
    Verdict.NO_DATA: "–",
}

ENOUGH_FORKS = 4
"""From fewer, what was seen is a first look: how far forks vary, and so every interval, is hardly known."""


def first_look(comparisons: Iterable[Comparison]) -> str:
    """ "First look (3 forks): ", to stand before what rests on too few forks; "" where all have enough."""
    forks = min((c.forks for c in comparisons if c.forks), default=ENOUGH_FORKS)
    return f"First look ({units.plural(forks, 'fork')}): " if forks < ENOUGH_FORKS else ""


def margin(results: Results) -> float:
    """The smallest change, as a share, that this run may call one: the plan's, or its noise if larger."""
    return max(results.plan.margin, results.noise_floor or 0.0)


def confidence(results: Results) -> float:
    """At what level the intervals of the ratios hold together."""
    stated = (each.ratio.confidence for each in results.comparisons if each.ratio is not None)
    return next(stated, results.plan.confidence)


def mark(verdict: Verdict) -> str:
    """One character, so that no verdict is told by its colour alone."""
    return _MARKS[verdict]


def text(comparison: Comparison, margin: float) -> str:
    """Mark and phrase: "▲ 1.18× slower (1.15–1.21)". The margin is a share, as `margin()` gives it."""
    return f"{mark(comparison.verdict)} {phrase(comparison, margin)}"


def phrase(comparison: Comparison, margin: float) -> str:
    """The verdict in words and figures, without its mark."""
    verdict, ratio = comparison.verdict, comparison.ratio
    if verdict is Verdict.SAME:
        return f"same within {units.share(margin)}"
    if verdict in (Verdict.NOT_COMPARABLE, Verdict.NO_DATA):
        return f"{verdict.value}: {comparison.reason}" if comparison.reason else verdict.value
    if ratio is None:
        return f"{verdict.value}: {comparison.reason or 'no interval'}"
    if verdict is Verdict.UNCLEAR:
        return f"unclear: {span(ratio)}"
    return f"{change(comparison)} {interval(comparison)}"


def change(comparison: Comparison) -> str:
    """ "1.18× slower" or "1.21× faster", for a comparison with one of these verdicts."""
    return f"{factor(magnitude(comparison))} {comparison.verdict.value}"


def surely(comparison: Comparison) -> str:
    """The same without its interval: where that is wide, no more than its near end: "at least 12× slower"."""
    size = magnitude(comparison)
    if is_wide(size):
        return f"at least {units.times(size.low, 2)} {comparison.verdict.value}"
    return change(comparison)


def is_wide(ratio: Estimate) -> bool:
    """Whether its middle says little: its near end is what is known."""
    return ratio.high > WIDE * ratio.low


def interval(comparison: Comparison) -> str:
    """The interval of `change`: "(1.15–1.21)"."""
    return ends(magnitude(comparison))


def factor(ratio: Estimate) -> str:
    """A ratio with as many digits as its interval supports: "1.18×", "3.1×", "300×"."""
    return units.times(ratio.value, units.digits(ratio))


def ends(ratio: Estimate) -> str:
    """The interval of `factor`: "(1.15–1.21)", "(2.7–3.6)", "(15–4,700)"; see units.ends."""
    low, high = units.ends(ratio)
    return f"({low}–{high})"


def magnitude(comparison: Comparison) -> Estimate:
    """How large the change is, as a reader sees it: the reciprocal of the ratio where it is faster."""
    ratio = comparison.ratio
    if ratio is None:
        raise ValueError(f"a {comparison.verdict.value} comparison of {comparison.question} has no ratio")
    if comparison.verdict is not Verdict.FASTER:
        return ratio
    return Estimate(
        value=1 / ratio.value, low=1 / ratio.high, high=1 / ratio.low, confidence=ratio.confidence
    )


def span(ratio: Estimate) -> str:
    """The ends of an interval: "3% faster to 9% slower", "2% to 9% slower"."""
    if ratio.low < 1 / MOST_TOLD and ratio.high > MOST_TOLD:
        return "too few measurements to tell"
    low, low_side = _end(ratio.low)
    high, high_side = _end(ratio.high)
    if low_side == high_side:
        smaller, larger = (high, low) if low_side == "faster" else (low, high)
        return f"{smaller} to {larger} {low_side}"
    return f"{low} {low_side} to {high} {high_side}"


def _end(ratio: float) -> tuple[str, str]:
    """One end: a percentage, or a multiple from 2× on, and its side."""
    side = "slower" if ratio >= 1 else "faster"
    factor = ratio if ratio >= 1 else 1 / ratio
    if factor > MOST_TOLD:
        return f"more than {units.times(MOST_TOLD)}", side
    return (units.share(factor - 1) if factor < 2 else units.times(factor, 2)), side
