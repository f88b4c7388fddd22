"""How times grow along an axis, from results."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from bench import units
from bench.model import Axis, Environment, Estimate, Growth, Question, Results, Scaling
from bench.render.charts import growth
from bench.render.figure import Figure, footer, safe_name, short, time_unbroken
from bench.render.scaling_sentences import asides, is_curved, scaling_of
from bench.render.selection import extremes, other_points, values_of
from bench.render.table import measured_environments

AVERAGED = "Each: the average from a line's first point above 0 to its last."
FITTED = "Lines: fixed cost + cost of each, fitted to the points above 0."


MOST_LINES = 8
"""More would hide each other."""
Line = tuple[str, list[tuple[int, Estimate]], Scaling | None]
"""A name, its points, and the fit."""


def growth_figures(results: Results, question: Question, axis: str) -> list[Figure]:
    """A figure per point of the other axes: a line per variant in the newest environment.

    A question with one variant has a line per environment instead.
    """
    made = []
    for rest in other_points(question, axis):
        environments = measured_environments(results)
        newest = environments[-1]
        if len(question.variants) > 1:
            lines = [
                (
                    v.name,
                    _points(results, question, v.name, axis, rest, newest),
                    scaling_of(results, question, v.name, newest, axis, rest),
                )
                for v in question.variants
            ]
            where = [f"On {short(newest.label)}"]
        else:
            only = question.variants[0].name
            lines = [
                (
                    e.label,
                    _points(results, question, only, axis, rest, e),
                    scaling_of(results, question, only, e, axis, rest),
                )
                for e in environments
            ]
            where = [short(only)]
        drawn = [line for line in lines if any(value > 0 for value, _ in line[1])]
        if not any(_shows_growth(points) for _, points, _ in drawn):
            continue
        measured, drawn = len(drawn), _from_cheapest_to_dearest(drawn)
        series = [_series(name, points, scaling, axis) for name, points, scaling in drawn]
        each = [_each(points, scaling) for _, points, scaling in drawn]
        values = values_of(question, axis)
        missing = [short(name) for name, points, _ in lines if len(points) < len(values)]
        where += [units.axis(rest)] if rest else []
        note = f"{', '.join(where)}. {FITTED if any(one.fit for one in series) else AVERAGED}"
        if missing:
            note += f" Points without data: {'; '.join(missing)}."
        if len(drawn) < measured:
            note += f" Shown: {len(drawn)} of {measured} lines, from the cheapest to the dearest."
        title = _growth_title(series, each, axis, rest)
        forks = [len(each.fork_ns) for each in results.cells if each.cell.case.question == question.slug]
        told = "; ".join(
            f"{short(one.label)} "
            + ", ".join([*(f"{units.time(ns.value)} at {value}" for value, ns in one.points), *one.asides])
            for one in series
        )
        chart = growth.Growth(series=tuple(series), axis_name=axis, unit=question.unit, note=note)
        made.append(
            Figure(
                name=safe_name(question.slug, "growth", units.axis(rest)),
                slug=question.slug,
                question=question.sentence,
                asks=f"How does the time grow with {axis}?",
                title=title,
                alt=f"{title}. Time per {question.unit} by {axis}, both on log scales. {told}.",
                footer=footer(results, "single", forks),
                draw=partial(growth.draw, chart=chart),
            )
        )
    return made


def _shows_growth(points: Sequence[tuple[int, Estimate]]) -> bool:
    """Whether two points lie above 0, where a log scale has a place for them."""
    return sum(value > 0 for value, _ in points) > 1


def _from_cheapest_to_dearest(lines: list[Line]) -> list[Line]:
    """At most MOST_LINES, in their order: evenly spaced by what the last point took, with both ends."""
    if len(lines) <= MOST_LINES:
        return lines
    ranks = sorted(range(len(lines)), key=lambda rank: (lines[rank][1][-1][1].value, rank))
    kept = {ranks[round(step * (len(ranks) - 1) / (MOST_LINES - 1))] for step in range(MOST_LINES)}
    return [line for rank, line in enumerate(lines) if rank in kept]


def _points(
    results: Results, question: Question, variant: str, axis: str, rest: Axis, environment: Environment
) -> list[tuple[int, Estimate]]:
    points = []
    for result in results.cells:
        case = result.cell.case
        value = dict(case.axis).get(axis)
        if (
            (case.question, case.variant, result.cell.environment)
            == (question.slug, variant, environment.label)
            and result.ns_per_op
            and isinstance(value, int)
            and dict(case.axis) == {axis: value, **dict(rest)}
        ):
            points.append((value, result.ns_per_op))
    return sorted(points, key=lambda point: point[0])


def _series(
    name: str, points: Sequence[tuple[int, Estimate]], scaling: Scaling | None, axis: str
) -> growth.Series:
    if scaling is None:
        each = growth.each(points)
        told = "" if len(points) < 2 else f"+{units.time(each)} each" if each else "no growth seen"
        return growth.Series(label=name, points=tuple(points), asides=(told,) if told else ())
    return growth.Series(
        label=name,
        points=tuple(points),
        asides=asides(scaling, axis),
        fit=None if is_curved(scaling) else (scaling.fixed_ns.value, scaling.per_unit_ns.value),
    )


def _each(points: Sequence[tuple[int, Estimate]], scaling: Scaling | None) -> float | None:
    """What one more costs, in ns; None where no growth is sure."""
    if scaling is None or is_curved(scaling):
        return growth.each(points)
    return None if scaling.growth is Growth.NONE else scaling.per_unit_ns.value


def _growth_title(
    series: Sequence[growth.Series], every: Sequence[float | None], axis: str, rest: Axis
) -> str:
    """About the lines that reach as far as any: an average over a part of the axis is another figure, and
    one point above 0 is none.
    """
    where = f", {units.axis(rest)}" if rest else ""
    lines = [
        ((one.points[-1][0], -one.points[0][0]), one.label, each)
        for one, each in zip(series, every, strict=True)
        if _shows_growth(one.points)
    ]
    farthest = max((reach for reach, _, _ in lines), default=None)
    whole = [(label, each) for reach, label, each in lines if reach == farthest]
    growing = [(label, each) for label, each in whole if each]
    if not growing:
        return f"No growth with {axis} was seen{where}"
    (low, lowest), (high, highest) = extremes(growing)
    told = f"Each added {axis.removesuffix('s')} costs "
    if len(growing) > 1:
        told += f"{time_unbroken(lowest)} ({short(low)}) to "
    told += f"{time_unbroken(highest)} ({short(high)}){where}"
    still = len(whole) - len(growing)
    return f"{told}; {still} of {len(whole)} lines show no growth" if still else told
