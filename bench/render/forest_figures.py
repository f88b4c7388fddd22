"""Forest plots from results: what changed between versions, or how variants compare with their reference."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from bench import units
from bench.model import Axis, Comparison, ComparisonKind, Question, Results
from bench.render import wording
from bench.render.answers import at
from bench.render.charts import forest
from bench.render.charts.rows import Header
from bench.render.figure import Figure, footer, quoted, safe_name, short
from bench.render.selection import FEWEST, Narrowing, at_points, grouped, narrowed
from bench.render.table import environment_of, measured_environments, most_telling
from bench.render.telling_rows import most_telling_rows, sure_distance, tally_left_out
from bench.verdicts import CHANGED, DECIDED


def changes_figure(results: Results, question: Question) -> Figure | None:
    """The newest version against the one that it is compared with; None where at most one is decided."""
    every = [
        c for c in results.comparisons if c.kind is ComparisonKind.VERSION and c.question == question.slug
    ]
    every = [c for c in every if c.candidate == every[-1].candidate]
    if len(every) < FEWEST:
        return None
    shown, left_out = most_telling_rows(every)
    if not _worth_drawing(shown):
        return None
    margin = wording.margin(results)
    base, newest = short(every[0].baseline), short(every[0].candidate)
    return _figure(
        results,
        question,
        shown,
        name="changes",
        asks=f"What changed from {base} to {newest}, and how surely?",
        title=_version_title(every, shown, margin),
        note=f"{newest} against {base}. {_band(margin)} {left_out}".strip(),
        left_out=left_out,
    )


def alternatives_figure(results: Results, question: Question) -> Figure | None:
    """Variants against their references: in the newest environment of a run that compares versions, in all
    of any other; None where at most one is decided."""
    every = [
        c for c in results.comparisons if c.kind is ComparisonKind.VARIANT and c.question == question.slug
    ]
    if every and results.plan.kind is ComparisonKind.VERSION:
        newest = measured_environments(results)[-1].label
        every = [c for c in every if c.environment == newest]
    if len(every) < FEWEST:
        return None
    shown, left_out = narrowed(every, _ways(question, every), sure_distance, "comparisons", _decided)
    left_out += tally_left_out(every, shown)
    if not _worth_drawing(shown):
        return None
    margin = wording.margin(results)
    return _figure(
        results,
        question,
        shown,
        name="alternatives",
        asks="How do the alternatives compare, and how surely?",
        title=_variant_title(shown),
        note=" ".join(filter(None, (_where(shown), _band(margin), left_out))),
        left_out=left_out,
    )


def _worth_drawing(shown: Sequence[Comparison]) -> bool:
    """Not for a few rows, and not where at most one is decided, which a sentence tells."""
    return len(shown) >= FEWEST and sum(map(_decided, shown)) > 1


def _figure(
    results: Results,
    question: Question,
    shown: Sequence[Comparison],
    *,
    name: str,
    asks: str,
    title: str,
    note: str,
    left_out: str,
) -> Figure:
    margin = wording.margin(results)
    baselines = list(dict.fromkeys(short(c.baseline) for c in shown))
    divided = (
        f"time ÷ that of {baselines[0]}" if len(baselines) == 1 else "time ÷ that of what it is compared with"
    )
    chart = forest.Forest(
        rows=_rows(shown, len(baselines) > 1),
        margin=margin,
        axis_name=f"{divided}, log scale",
        note=note,
    )
    several = len({environment_of(c) for c in shown}) > 1
    told = "; ".join(
        f"{short(c.variant)}{at(c.axis)}{f' on {short(environment_of(c))}' if several else ''}: "
        f"{wording.phrase(c, margin)}"
        for c in shown
    )
    return Figure(
        name=safe_name(question.slug, name),
        slug=question.slug,
        question=question.sentence,
        asks=asks,
        title=title,
        alt=f"{title}. {chart.axis_name}, with intervals. {told}. {left_out}".strip(),
        footer=footer(results, "joint", (c.forks for c in shown)),
        draw=partial(forest.draw, chart=chart),
    )


def _rows(shown: Sequence[Comparison], several_baselines: bool) -> tuple[Header | forest.Row, ...]:
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
    return comparison.verdict in DECIDED


def _axis_of(comparison: Comparison) -> Axis:
    return comparison.axis


def _where(shown: Sequence[Comparison]) -> str:
    environments = list(dict.fromkeys(environment_of(c) for c in shown))
    return f"On {short(environments[0])}." if len(environments) == 1 else ""


def _band(margin: float) -> str:
    return f"Band: less than {units.share(margin)} either way."


def _version_title(every: Sequence[Comparison], shown: Sequence[Comparison], margin: float) -> str:
    """About the last candidate: counts over all of its cases, and the most telling one of those shown."""
    last = every[-1]
    own = [c for c in every if c.candidate == last.candidate]
    step = f"From {short(last.baseline)} to {short(last.candidate)}"
    slower, faster, same = (sum(c.verdict is verdict for c in own) for verdict in DECIDED)
    total = units.plural(len(own), "case")
    if slower or faster:
        found = [f"{units.integer(n)} {word}" for n, word in ((slower, "slower"), (faster, "faster")) if n]
        counted = f"{step}, {' and '.join(found)} of {total}"
        changed = [c for c in shown if c.candidate == last.candidate and c.verdict in CHANGED]
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
        max((c for c in shown if c.verdict is verdict), key=sure_distance)
        for verdict in CHANGED
        if any(c.verdict is verdict for c in shown)
    ]
    if not extremes:
        references = " or ".join(dict.fromkeys(short(c.baseline) for c in shown))
        return f"No variant is known to be slower or faster than {references}"
    points = {c.axis for c in extremes}
    told = "; ".join(
        f"{_told(c, c.axis if len(points) > 1 else ())} than {quoted(c.baseline)}" for c in extremes
    )
    where = at(extremes[0].axis).strip() if len(points) == 1 else ""
    return f"{where[:1].upper()}{where[1:]}: {told}" if where else told


def _told(comparison: Comparison, axis: Axis) -> str:
    return f"{quoted(comparison.variant)} is {wording.surely(comparison)}{at(axis)}"
