"""What a ratio comes to in time: how much more or less one operation takes, and each of its rows.

The amount is the baseline's time here × (ratio − 1). Its interval holds whatever the two are within theirs: a
ratio can be known to 1% on a machine whose speed flips by a factor of two, a time cannot.
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
    baseline_ns: float
    """What one of these takes without the difference."""
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
                return _amount(time, number, ratio, each, many=number >= _MANY)
        return _amount(time, 1, ratio, unit_of[comparison.question], many=False)

    return amount


def per_each(amount: Amount, each: str | None = None) -> str:
    """ "3.31 µs per save (2.80 µs to 3.90 µs), 3.31 ms per 1,000", of an amount above 0."""
    ns, digits = amount.ns, units.digits(amount.ns)
    ends = (units.time(end, max(2, digits)) for end in (ns.low, ns.high))
    told = f"{units.time(ns.value, digits)} per {each or amount.each} ({' to '.join(ends)})"
    return f"{told}{per_thousand(amount)}"


def on_top(amount: Amount, ratio: Estimate, each: str | None = None) -> str:
    """ "2.0 µs to a save of 130 µs (1.6%, 1.2–2.0), 2.0 ms per 1,000", of an amount above 0."""
    digits = units.digits(amount.ns)
    low, high = (units.share(end - 1).rstrip("%") for end in (ratio.low, ratio.high))
    return (
        f"{units.time(amount.ns.value, digits)} to {of_baseline(amount, each)} "
        f"({units.share(ratio.value - 1)}, {low}–{high}){per_thousand(amount)}"
    )


def of_baseline(amount: Amount, each: str | None = None) -> str:
    """ "a save of 130 µs": what it comes on top of."""
    noun = each or amount.each
    return f"{'an' if noun[0] in 'aeio' else 'a'} {noun} of {units.time(amount.baseline_ns)}"


def per_thousand(amount: Amount) -> str:
    """ ", 2.0 ms per 1,000"; "" where an operation does not handle that many."""
    digits = units.digits(amount.ns)
    return f", {units.time(abs(amount.ns.value) * 1000, digits)} per 1,000" if amount.many else ""


def more_or_less(amount: Amount, each: str | None = None) -> str:
    """ "230 ns more per send", "1.20 ms less per row"."""
    side = "more" if amount.ns.value > 0 else "less"
    return f"{units.time(abs(amount.ns.value), units.digits(amount.ns))} {side} per {each or amount.each}"


def _amount(time: Estimate, number: int, ratio: Estimate, each: str, *, many: bool) -> Amount:
    ns = time.value / number
    ends = [
        end / number * (factor - 1) for end in (time.low, time.high) for factor in (ratio.low, ratio.high)
    ]
    difference = Estimate(
        value=ns * (ratio.value - 1), low=min(ends), high=max(ends), confidence=ratio.confidence
    )
    return Amount(ns=difference, each=each, baseline_ns=ns, many=many)
