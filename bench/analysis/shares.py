"""How much of a report's error each comparison may spend, when results were looked at on the way.

See bench/lockstep/looks.py for why it is divided.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bench.model import Look, Point, Slices


def shares_of_points(looks: Sequence[Look], slices: Iterable[Slices]) -> tuple[dict[Point, float], float]:
    """The share of each point that was settled at a look and not timed since, and that of all others."""
    last: dict[Point, int] = {}
    for taken in slices:
        point = taken.cell.case.question, taken.cell.case.axis
        last[point] = max(last.get(point, 0), taken.fork)
    settled = {
        point: look.share
        for look in looks
        for point in look.settled
        if not look.final and last.get(point, -1) < look.fork
    }
    return settled, 1 - sum(look.share for look in looks if not look.final)


def confidence_left(confidence: float, looks: Sequence[Look]) -> float:
    """At what level intervals made at `confidence` hold jointly: at a lower one where an ended run went on.

    Each time it ends the whole error may be spent.
    """
    endings = sum(look.final for look in looks)
    return max(0.0, 1 - (1 - confidence) * max(1, endings))
