"""Forest plots from results: what changed between versions, or how variants compare with their reference."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial

from bench import units
from bench.model import Axis, Comparison, ComparisonKind, Question, Results, Verdict
from bench.render import wording
from bench.render.answers import at
from bench.render.charts import forest
from bench.render.charts.rows import Header
from bench.render.figure import Figure, footer, safe_name, short
from bench.render.selection import Narrowing, at_points, grouped, narrowed
from bench.render.table import environment_of, main_comparisons, most_telling

_CHANGED = (Verdict.SLOWER, Verdict.FASTER)


def forest_figure(results: Results, question: Question) -> Figure | None:
    """The comparisons that the run was made for; None for fewer than two."""
    every = [c for c in main_comparisons(results) if c.question == question.slug]
    if len(every) < 2:
        return None
    is_version = results.plan.kind is ComparisonKind.VERSION
    shown, left_out = narrowed(every, _ways(question, every), _distance, "comparisons", _decided)
    margin = wording.margin(results)
    baselines = list(dict.fromkeys(short(c.baseline) for c in shown))
    divided = (
        f"time ÷ that of {baselines[0]}" if len(baselines) == 1 else "time ÷ that of what it is compared with"
    )
    band = f"Band: less than {units.share(margin)} either way."
    chart = forest.Forest(
        rows=_rows(shown, len(baselines) > 1, is_version),
        margin=margin,
        axis_name=f"{divided}, log scale",
        note=" ".join(filter(None, (_where(shown, is_version), band, left_out))),
    )
    title = _version_title(every, shown, margin) if is_version else _variant_title(shown)
    told = "; ".join(
        f"{short(c.variant)}{at(c.axis)}{f' on {short(environment_of(c))}' if is_version else ''}: "
        f"{wording.phrase(c, margin)}"
        for c in shown
    )
    return Figure(
        name=safe_name(question.slug, "forest"),
        slug=question.slug,
        question=question.sentence,
        title=title,
        alt=f"{title}. {chart.axis_name}, with intervals. {told}. {left_out}".strip(),
        footer=footer(results, "joint"),
        draw=partial(forest.draw, chart=chart),
    )


def _rows(
    shown: Sequence[Comparison], several_baselines: bool, is_version: bool
) -> tuple[Header | forest.Row, ...]:
    if is_version and len({c.candidate for c in shown}) > 1:
        return grouped(
            shown,
            group=lambda c: ", ".join(filter(None, (c.variant, units.axis(c.axis)))),
            label=lambda c: c.candidate,
            row=lambda label, c: forest.Row(label=label, comparison=c),
        )
    several_places = len({environment_of(c) for c in shown}) > 1

    def group(comparison: Comparison) -> str:
        where = f"on {environment_of(comparison)}" if several_places else ""
        against = f"compared with {comparison.baseline}" if several_baselines else ""
        return " · ".join(filter(None, (units.axis(comparison.axis), where, against)))

    return grouped(
        shown,
        group=group,
        label=lambda c: c.variant,
        row=lambda label, c: forest.Row(label=label, comparison=c),
    )


def _ways(question: Question, every: Sequence[Comparison]) -> list[list[Narrowing[Comparison]]]:
    last = environment_of(every[-1])
    return [
        [(f"{short(last)} only", lambda c: environment_of(c) == last)],
        at_points(question, every, _axis_of),
    ]


def _decided(comparison: Comparison) -> bool:
    return comparison.verdict in _CHANGED or comparison.verdict is Verdict.SAME


def _axis_of(comparison: Comparison) -> Axis:
    return comparison.axis


def _distance(comparison: Comparison) -> float:
    """How far the nearer end of the interval is from 1, on the log scale; 0 where it contains 1."""
    ratio = comparison.ratio
    if ratio is None or ratio.low <= 1 <= ratio.high:
        return 0.0
    return min(abs(math.log(ratio.low)), abs(math.log(ratio.high)))


def _where(shown: Sequence[Comparison], is_version: bool) -> str:
    environments = list(dict.fromkeys(environment_of(c) for c in shown))
    if len(environments) > 1:
        return ""
    if is_version:
        return f"{short(environments[0])} against {short(shown[0].baseline)}."
    return f"On {short(environments[0])}."


def _version_title(every: Sequence[Comparison], shown: Sequence[Comparison], margin: float) -> str:
    """About the last candidate: counts over all of its cases, and the most telling one of those shown."""
    last = every[-1]
    own = [c for c in every if c.candidate == last.candidate]
    step = f"From {short(last.baseline)} to {short(last.candidate)}"
    slower, faster, same = (
        sum(c.verdict is verdict for c in own) for verdict in (Verdict.SLOWER, Verdict.FASTER, Verdict.SAME)
    )
    total = units.plural(len(own), "case")
    if slower or faster:
        found = [f"{units.integer(n)} {word}" for n, word in ((slower, "slower"), (faster, "faster")) if n]
        counted = f"{step}, {' and '.join(found)} of {total}"
        changed = [c for c in shown if c.candidate == last.candidate and c.verdict in _CHANGED]
        if not changed:
            return counted
        most = most_telling(changed)
        return f"{counted}: {_told(most, most.axis)}"
    if same == len(own):
        return f"{step}, all {total} stayed the same within {units.share(margin)}"
    return f"{step}, no change is known: {units.integer(same)} of {total} the same, the rest undecided"


def _variant_title(shown: Sequence[Comparison]) -> str:
    """The dearest and the cheapest of the variants shown, by the sure end of the interval."""
    extremes = [
        max((c for c in shown if c.verdict is verdict), key=_distance)
        for verdict in _CHANGED
        if any(c.verdict is verdict for c in shown)
    ]
    if not extremes:
        references = " or ".join(dict.fromkeys(short(c.baseline) for c in shown))
        return f"No variant is known to be slower or faster than {references}"
    points = {c.axis for c in extremes}
    told = "; ".join(
        f"{_told(c, c.axis if len(points) > 1 else ())} than {short(c.baseline)}" for c in extremes
    )
    where = at(extremes[0].axis).strip() if len(points) == 1 else ""
    return f"{where[:1].upper()}{where[1:]}: {told}" if where else told


def _told(comparison: Comparison, axis: Axis) -> str:
    return f"{short(comparison.variant)} is {wording.change(comparison)}{at(axis)}"
