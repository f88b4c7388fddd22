"""How long the cells of a question take, fork by fork, from results."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from bench import units
from bench.model import Axis, CellResult, Question, Results
from bench.render.answers import at
from bench.render.charts import dots
from bench.render.figure import Figure, footer, safe_name, short, time_unbroken
from bench.render.selection import FEWEST, Narrowing, at_points, extremes, grouped, narrowed
from bench.render.table import measured_environments


def dots_figure(results: Results, question: Question) -> Figure | None:
    """Every cell of the question with its forks, or some of them; None for a few, which the answer tells."""
    environments = [environment.label for environment in measured_environments(results)]
    newest = environments[-1]
    every = [
        result
        for result in results.cells
        if result.cell.case.question == question.slug and result.cell.environment in environments
    ]
    ways: list[list[Narrowing[CellResult]]] = [
        [(f"{short(newest)} only", lambda result: result.cell.environment == newest)],
        at_points(question, [c for c in results.comparisons if c.question == question.slug], _axis_of),
    ]
    shown, left_out = narrowed(every, ways, lambda result: 0.0, "cells")
    measured = [result for result in shown if result.ns_per_op]
    if len(measured) < FEWEST:
        return None
    several = len({result.cell.environment for result in shown}) > 1
    rows = grouped(
        shown,
        group=lambda result: (
            ", ".join(filter(None, (result.cell.case.variant, units.axis(result.cell.case.axis))))
            if several
            else units.axis(result.cell.case.axis)
        ),
        label=lambda result: result.cell.environment if several else result.cell.case.variant,
        row=lambda label, result: dots.Row(
            label=label, ns_per_op=result.ns_per_op, fork_ns=result.fork_ns, reason=result.reason
        ),
    )
    title = _dots_title(measured, question)
    told = "; ".join(
        f"{_named(result)} on {short(result.cell.environment)}: {units.time(result.ns_per_op.value)}"
        for result in measured
        if result.ns_per_op
    )
    where = "" if several else f"On {short(shown[0].cell.environment)}. "
    note = f"{where}A dot per fork; line: median, band: its interval. {left_out}".strip()
    chart = dots.Dots(rows=rows, unit=question.unit, note=note)
    return Figure(
        name=safe_name(question.slug, "dots"),
        slug=question.slug,
        question=question.sentence,
        asks=f"How long does one {question.unit} take?",
        title=title,
        alt=f"{title}. Time per {question.unit}, a dot per fork. {told}. {left_out}".strip(),
        footer=footer(results, "single", (len(result.fork_ns) for result in measured)),
        draw=partial(dots.draw, chart=chart),
    )


def _dots_title(measured: Sequence[CellResult], question: Question) -> str:
    """About the newest environment that is shown, in the order of the plan."""
    newest = measured[-1].cell.environment
    own = [r for r in measured if r.cell.environment == newest]
    (low, lowest), (high, highest) = extremes([(_named(r), r.ns_per_op.value) for r in own if r.ns_per_op])
    if len(own) == 1:
        return f"One {question.unit} takes {time_unbroken(highest)} on {short(newest)}: {high}"
    span = f"{time_unbroken(lowest)} ({low}) to {time_unbroken(highest)} ({high})"
    return f"One {question.unit} takes {span} on {short(newest)}"


def _named(result: CellResult) -> str:
    return f"{short(result.cell.case.variant)}{at(result.cell.case.axis)}"


def _axis_of(result: CellResult) -> Axis:
    return result.cell.case.axis
