"""What one row costs in each variant, from results."""

from __future__ import annotations

from functools import partial

from bench import units
from bench.model import Cell, CellResult, Comparison, ComparisonKind, Estimate, Question, Results
from bench.render import wording
from bench.render.charts import cost
from bench.render.charts.rows import Header
from bench.render.figure import Figure, footer, safe_name, short, time_unbroken
from bench.render.selection import FEWEST, MOST_ROWS, clearest, extremes, other_points, values_of
from bench.render.table import measured_environments
from bench.verdicts import CHANGED


def cost_figures(results: Results, question: Question, axis: str) -> list[Figure]:
    """A figure per point of the other axes: the time of one row per variant, where most is decided."""
    made = []
    newest = measured_environments(results)[-1]
    unit = axis.removesuffix("s")
    cells = {result.cell: result for result in results.cells}
    for rest in other_points(question, axis):
        against = [
            comparison
            for comparison in results.comparisons
            if comparison.kind is ComparisonKind.VARIANT
            and (comparison.question, comparison.environment) == (question.slug, newest.label)
            and set(rest) <= set(comparison.axis)
        ]
        rows_each = clearest(against, axis, [value for value in values_of(question, axis) if value])
        verdicts = {c.variant: _verdict(c) for c in against if dict(c.axis)[axis] == rows_each}
        own = {}
        for case in question.cases:
            if dict(case.axis) == {axis: rows_each, **dict(rest)}:
                own[case.variant] = cells.get(Cell(case, newest.label))
        shares = {name: _share(result, rows_each) for name, result in own.items()}
        shown = [variant for variant in question.variants if variant.name in own][:MOST_ROWS]
        groups = [variant.reference or variant.name for variant in shown]
        several = len(set(groups)) > 1
        rows: list[Header | cost.Row] = []
        for group in dict.fromkeys(groups):
            rows += [Header(text=f"compared with {group}")] if several else []
            for variant in (v for v in shown if (v.reference or v.name) == group):
                reference = shares.get(variant.reference) if variant.reference else None
                result = own[variant.name]
                rows.append(
                    cost.Row(
                        label=variant.name,
                        ns=shares[variant.name],
                        reference=reference.value if reference else None,
                        verdict=verdicts.get(variant.name, ""),
                        is_reference=variant.reference is None,
                        reason=result.reason if result else None,
                    )
                )
        measured = [(row.label, row.ns.value) for row in rows if isinstance(row, cost.Row) and row.ns]
        if len(measured) < FEWEST:
            continue
        note = f"On {short(newest.label)}, {units.axis(((axis, rows_each), *rest))}."
        note += " Dashed: what a group is compared with."
        if len(shown) < len(own):
            note += f" Shown: {len(shown)} of {len(own)} variants."
        (low, lowest), (high, highest) = extremes(measured)
        title = f"One {unit} costs {time_unbroken(lowest)} ({short(low)})"
        title += f" to {time_unbroken(highest)} ({short(high)})"
        title += f", {units.axis(rest)}" if rest else ""
        told = "; ".join(f"{short(name)}: {units.time(ns)}" for name, ns in measured)
        forks = [len(result.fork_ns) for variant in shown if (result := own[variant.name])]
        chart = cost.Cost(rows=tuple(rows), unit=unit, note=note)
        made.append(
            Figure(
                name=safe_name(question.slug, "cost", units.axis(rest)),
                slug=question.slug,
                question=question.sentence,
                asks=f"What does one {unit} cost in each variant?",
                title=title,
                alt=f"{title}. Time per {unit} by variant. {told}. {note}",
                footer=footer(results, None, forks),
                draw=partial(cost.draw, chart=chart),
            )
        )
    return made


def _verdict(comparison: Comparison) -> str:
    """The paired ratio's verdict in a word or two: the quotient of two absolute times is none."""
    if comparison.verdict in CHANGED:
        return f"{wording.mark(comparison.verdict)} {wording.change(comparison)}"
    return f"{wording.mark(comparison.verdict)} {comparison.verdict.value}"


def _share(result: CellResult | None, parts: int) -> Estimate | None:
    """The time of one of the parts that an operation consists of."""
    if result is None or result.ns_per_op is None:
        return None
    ns = result.ns_per_op
    return Estimate(
        value=ns.value / parts, low=ns.low / parts, high=ns.high / parts, confidence=ns.confidence
    )
