"""Estimates divided, put against a threshold, and told."""

from __future__ import annotations

from bench import units
from bench.model import Estimate

MOST_TOLD = 10_000.0
"""An interval whose ends are further apart than this factor only says that there are few forks."""


def quotient(above: Estimate, below: Estimate, *, jointly: bool) -> Estimate:
    """above / below by interval arithmetic: it contains the truth where both do, and is wider than need be.

    jointly: whether both hold at once at their confidence; if not, the errors of the two add up (Bonferroni).
    """
    error = (1 - above.confidence) + (1 - below.confidence)
    return Estimate(
        value=above.value / below.value,
        low=above.low / below.high,
        high=above.high / below.low,
        confidence=min(above.confidence, below.confidence) if jointly else 1 - error,
    )


def inverse(ratio: Estimate) -> Estimate:
    """The same the other way round."""
    return Estimate(
        value=1 / ratio.value, low=1 / ratio.high, high=1 / ratio.low, confidence=ratio.confidence
    )


def at_least(ratio: Estimate, threshold: float) -> bool | None:
    """Whether the whole interval lies there; None where only a part of it does."""
    if ratio.low >= threshold:
        return True
    return False if ratio.high < threshold else None


def at_most(ratio: Estimate, threshold: float) -> bool | None:
    """Whether the whole interval lies there; None where only a part of it does."""
    return at_least(inverse(ratio), 1 / threshold)


def within(ratio: Estimate, low: float, high: float) -> bool | None:
    """Whether the whole interval lies between the two; False where none of it does, else None."""
    if ratio.low >= low and ratio.high <= high:
        return True
    return False if ratio.high < low or ratio.low > high else None


def told(ratio: Estimate) -> str:
    """A ratio with its interval: "1.18× (1.15–1.21)"."""
    if ratio.high / ratio.low > MOST_TOLD:
        return f"{units.times(ratio.value)} (too few measurements for an interval)"
    low, high = units.ends(ratio)
    return f"{units.times(ratio.value, units.digits(ratio))} ({low}–{high})"
