"""What a ratio comes to in time: how much more or less one operation takes, and each of its rows.

The amount is the baseline's time here × (ratio − 1), and its interval is that of the ratio: the time itself
holds for this machine only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bench import units
from bench.model import Comparison, Estimate, Results
from bench.render.work import sides

Amounts = Callable[[Comparison], "Amount | None"]

_EACH = {"rows": "row", "saves": "save", "tags": "tag"}
"""Axes that count what an operation handles, and what to call one of them."""
_MANY = 100
"""From so many on it is also told for 1,000."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """How much longer the candidate takes than the baseline; below 0 where it is faster."""

    ns: Estimate
    """For one of what `each` names."""
    each: str
    """ "send", "row"."""
    many: bool
    """Whether the operation handles so many of these that their cost is worth telling for 1,000."""


def amounts(results: Results) -> Amounts:
    """From a comparison to its amount; None where it has no ratio or its baseline no time."""
    times = {result.cell: result.ns_per_op for result in results.cells}
    unit_of = {question.slug: question.unit for question in results.plan.questions}

    def amount(comparison: Comparison) -> Amount | None:
        baseline, _ = sides(comparison)
        time, ratio = times.get(baseline), comparison.ratio
        if time is None or ratio is None:
            return None
        for axis, each in _EACH.items():
            number = dict(comparison.axis).get(axis)
            if isinstance(number, int) and number > 0:
                return Amount(ns=_of(time.value / number, ratio), each=each, many=number >= _MANY)
        return Amount(ns=_of(time.value, ratio), each=unit_of[comparison.question], many=False)

    return amount


def per_each(amount: Amount, each: str | None = None) -> str:
    """ "3.31 µs per save (2.80 µs to 3.90 µs), 3.31 ms per 1,000", without a sign."""
    value, low, high = (abs(bound) for bound in (amount.ns.value, amount.ns.low, amount.ns.high))
    low, high = min(low, high), max(low, high)
    told = f"{units.time(value)} per {each or amount.each} ({units.time(low)} to {units.time(high)})"
    return f"{told}, {units.time(value * 1000)} per 1,000" if amount.many else told


def more_or_less(amount: Amount, each: str | None = None) -> str:
    """ "230 ns more per send", "1.20 ms less per row"."""
    side = "more" if amount.ns.value > 0 else "less"
    return f"{units.time(abs(amount.ns.value))} {side} per {each or amount.each}"


def _of(ns: float, ratio: Estimate) -> Estimate:
    return Estimate(
        value=ns * (ratio.value - 1),
        low=ns * (ratio.low - 1),
        high=ns * (ratio.high - 1),
        confidence=ratio.confidence,
    )
