"""Which comparisons tell something, where a plot holds fewer than there are."""

from __future__ import annotations

import math
from collections.abc import Sequence

from bench import units
from bench.model import Comparison, Verdict
from bench.render import table
from bench.render.selection import MOST_ROWS

_RANKS = {Verdict.SLOWER: 0, Verdict.FASTER: 0, Verdict.SAME: 1, Verdict.UNCLEAR: 2}
_NO_RATIO = 3


def most_telling_rows(every: Sequence[Comparison]) -> tuple[list[Comparison], str]:
    """At most MOST_ROWS of them, in their order, and a sentence on the others; "" where none is left out.

    First what changed, the surest first; then what stayed the same; then what is unclear: of both, the
    narrowest interval first.
    """
    if len(every) <= MOST_ROWS:
        return list(every), ""
    ranks = sorted(range(len(every)), key=lambda rank: (*_order(every[rank]), rank))[:MOST_ROWS]
    shown = [every[rank] for rank in sorted(ranks)]
    return (
        shown,
        f"Shown: the {MOST_ROWS} surest of {units.integer(len(every))}.{tally_left_out(every, shown)}",
    )


def tally_left_out(every: Sequence[Comparison], shown: Sequence[Comparison]) -> str:
    """What the verdicts of the others are: " Left out: 3 same, 61 unclear."; "" where there are none."""
    kept = {id(comparison) for comparison in shown}
    counted = table.tally([comparison for comparison in every if id(comparison) not in kept])
    words = ", ".join(f"{units.integer(number)} {verdict.value}" for verdict, number in counted)
    return f" Left out: {words}." if words else ""


def sure_distance(comparison: Comparison) -> float:
    """How far the nearer end of the interval is from 1, on the log scale; 0 where it contains 1."""
    ratio = comparison.ratio
    if ratio is None or ratio.low <= 1 <= ratio.high:
        return 0.0
    return min(abs(math.log(ratio.low)), abs(math.log(ratio.high)))


def _order(comparison: Comparison) -> tuple[int, float]:
    ratio, rank = comparison.ratio, _RANKS.get(comparison.verdict, _NO_RATIO)
    if ratio is None:
        return _NO_RATIO, 0.0
    return rank, -sure_distance(comparison) if rank == 0 else math.log(ratio.high / ratio.low)
