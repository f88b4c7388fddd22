"""What one side of a comparison does more or less of than the other: counters, beside the times.

Counters are exact, so a difference needs no interval.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bench import units
from bench.model import Cell, Comparison, ComparisonKind, Counters, Results
from bench.render import table
from bench.render.table import COUNTERS

OF_ANY_PYTHON = ("queries", "receiver_calls", "threads_started")
"""What does not depend on the version of Python."""
SAME = "same counts"


def work(results: Results, *, most: int = 2) -> Callable[[Comparison], str]:
    """From a comparison to "queries 1 → 7, Python calls 12 → 40", or SAME; "" where nothing was counted.

    The first counters that differ are named, so many at most, in the order of COUNTERS without the memory.
    """
    counters = {cell.cell: cell.counters for cell in results.cells}
    pythons = {each.label: each.python.rpartition(".")[0] for each in table.measured_environments(results)}

    def text(comparison: Comparison) -> str:
        baseline, candidate = sides(comparison)
        one_python = pythons.get(baseline.environment) == pythons.get(candidate.environment)
        return difference(
            counters.get(baseline, Counters()),
            counters.get(candidate, Counters()),
            one_python=one_python,
            most=most,
        )

    return text


def sides(comparison: Comparison) -> tuple[Cell, Cell]:
    """The cells of the baseline and of the candidate."""
    if comparison.kind is ComparisonKind.VERSION:
        case = table.case_of(comparison, comparison.variant)
        return Cell(case, comparison.baseline), Cell(case, comparison.candidate)
    environment = comparison.environment or ""
    return (
        Cell(table.case_of(comparison, comparison.baseline), environment),
        Cell(table.case_of(comparison, comparison.candidate), environment),
    )


def difference(before: Counters, after: Counters, *, one_python: bool, most: int = 2) -> str:
    """See work. one_python: whether both were counted on the same version of Python."""
    fields = [
        (field, heading)
        for field, heading in COUNTERS
        if not field.endswith("_bytes") and (one_python or field in OF_ANY_PYTHON)
    ]
    counted = any(None not in (getattr(before, field), getattr(after, field)) for field, _ in fields)
    differing = _moved(before, after, fields)
    return ", ".join(differing[:most]) or (SAME if counted else "")


def moved(before: Counters, after: Counters) -> list[str]:
    """All counters that differ, memory too: "Python calls 12 → 40", "peak memory 120 B → 280 B"."""
    return _moved(before, after, COUNTERS)


def _moved(before: Counters, after: Counters, fields: Sequence[tuple[str, str]]) -> list[str]:
    pairs = [(field, heading, getattr(before, field), getattr(after, field)) for field, heading in fields]
    return [
        f"{heading} {amount(old)} → {amount(new)}"
        for field, heading, old, new in pairs
        for amount in (units.size if field.endswith("_bytes") else units.integer,)
        if None not in (old, new) and old != new
    ]
