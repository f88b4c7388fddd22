"""Every cell with its time, its counters and what it was compared with, as CSV: a line for each.

Times are nanoseconds per operation, sizes bytes, ratios candidate / baseline. What is not known is empty;
no cell is a formula to a spreadsheet.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from bench.model import Cell, CellResult, Comparison, ComparisonKind, Environment, Estimate, Results
from bench.render.inert import spreadsheet_cell
from bench.render.table import COUNTERS, INSTRUCTIONS, case_of, environment_of, measured_environments

_COUNTED = tuple(field for field, _ in (*COUNTERS, INSTRUCTIONS))
_COMPARED = ("ratio", "low", "high", "verdict", "reason")
COLUMNS = (
    *("question", "variant", "axis", "environment", "django", "python", "database", "state", "reason"),
    *("ns_per_op", "ns_low", "ns_high", "forks"),
    *_COUNTED,
    *("baseline", *(f"baseline_{name}" for name in _COMPARED)),
    *("reference", *(f"reference_{name}" for name in _COMPARED)),
)
"""baseline: the environment that this one is divided by; reference: the variant. An axis is
"receivers=100;caching=on"."""


def cells_csv(results: Results) -> str:
    """A header, and a line for each cell of each environment but the twin, in the order of the plan."""
    environments = {environment.label: environment for environment in measured_environments(results)}
    compared: dict[tuple[ComparisonKind, Cell], Comparison] = {}
    for comparison in results.comparisons:
        case = case_of(comparison, comparison.variant)
        compared[comparison.kind, Cell(case, environment_of(comparison))] = comparison
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    for result in results.cells:
        environment = environments.get(result.cell.environment)
        if environment is not None:
            versions = compared.get((ComparisonKind.VERSION, result.cell))
            variants = compared.get((ComparisonKind.VARIANT, result.cell))
            writer.writerow(
                [
                    *_described(result, environment),
                    *_estimate(result.ns_per_op),
                    len(result.fork_ns),
                    *(_number(getattr(result.counters, name)) for name in _COUNTED),
                    *_comparison(versions),
                    *_comparison(variants),
                ]
            )
    return file.getvalue()


def _described(result: CellResult, environment: Environment) -> Iterator[str]:
    case = result.cell.case
    yield from map(
        spreadsheet_cell,
        (
            case.question,
            case.variant,
            ";".join(f"{name}={value}" for name, value in case.axis),
            environment.label,
            environment.django,
            environment.python,
            environment.database,
            result.state.value,
            result.reason or "",
        ),
    )


def _comparison(comparison: Comparison | None) -> list[str]:
    if comparison is None:
        return [""] * (1 + len(_COMPARED))
    return [
        spreadsheet_cell(comparison.baseline),
        *_estimate(comparison.ratio),
        comparison.verdict.value,
        spreadsheet_cell(comparison.reason or ""),
    ]


def _estimate(estimate: Estimate | None) -> list[str]:
    if estimate is None:
        return ["", "", ""]
    return [f"{number:.6g}" for number in (estimate.value, estimate.low, estimate.high)]


def _number(count: int | None) -> str:
    return "" if count is None else str(count)
