"""Since which version a question's cases take longer or shorter, from results."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from bench import units
from bench.model import Axis, Comparison, ComparisonKind, Question, Results
from bench.render import wording
from bench.render.answers import at
from bench.render.charts import versions
from bench.render.figure import Figure, footer, quoted, safe_name, short
from bench.render.releases import oldest_first
from bench.render.selection import growing_axis
from bench.render.table import main_comparisons
from bench.render.telling_rows import sure_distance
from bench.verdicts import CHANGED, DECIDED

MOST_LINES = 6
"""More would hide each other."""
Line = list[Comparison]
"""A case's comparisons with the oldest, in the order of the versions."""


def version_figure(results: Results, question: Question) -> Figure | None:
    """The lines at the point of the axes where most changed.

    None where nothing did, for two versions, and where no order of Djangos begins with the baseline.
    """
    if results.plan.kind is not ComparisonKind.VERSION:
        return None
    own = [c for c in main_comparisons(results) if c.question == question.slug]
    if len({c.baseline for c in own}) != 1:
        return None
    candidates = oldest_first(results, own[0].baseline, dict.fromkeys(c.candidate for c in own))
    if len(candidates) < 2:
        return None
    own.sort(key=lambda c: candidates.index(c.candidate))
    lines: dict[tuple[str, Axis], Line] = {}
    for comparison in own:
        lines.setdefault((comparison.variant, comparison.axis), []).append(comparison)
    point = _telling_point(question, lines)
    here = [line for (_, axis), line in lines.items() if axis == point and any(c.ratio for c in line)]
    shown = _telling_lines(here)
    if not any(c.verdict in CHANGED for line in shown for c in line):
        return None
    margin = wording.margin(results)
    chart = versions.Versions(
        versions=(own[0].baseline, *candidates),
        lines=tuple(_line(line, candidates) for line in shown),
        margin=margin,
        note=" ".join(filter(None, (_where(point, margin), _left_out(len(shown), len(lines)), _gaps(here)))),
    )
    title = _title(shown, point)
    told = "; ".join(
        f"{short(line[0].variant)}: "
        + ", ".join(f"{short(c.candidate)} {wording.phrase(c, margin)}" for c in line)
        for line in shown
    )
    return Figure(
        name=safe_name(question.slug, "versions"),
        slug=question.slug,
        question=question.sentence,
        asks=f"Since which Django is it slower or faster than on {short(own[0].baseline)}?",
        title=title,
        alt=f"{title}. Time ÷ that of {short(own[0].baseline)}, with intervals. {told}. {chart.note}",
        footer=footer(results, "joint", (c.forks for line in shown for c in line)),
        draw=partial(versions.draw, chart=chart),
    )


def _telling_point(question: Question, lines: dict[tuple[str, Axis], Line]) -> Axis:
    """Where most comparisons are slower or faster; the surer of two alike, then the first.

    One at which the growing axis is 0, where nothing is sent, only where nothing else changed.
    """
    growing = growing_axis(question)
    points = dict.fromkeys(axis for _, axis in lines)

    def weight(point: Axis) -> tuple[bool, int, float]:
        here = [c for (_, axis), line in lines.items() if axis == point for c in line]
        changed = sum(c.verdict in CHANGED for c in here)
        is_empty = growing is not None and dict(point)[growing] == 0
        return changed > 0 and not is_empty, changed, sum(map(sure_distance, here))

    return max(points, key=weight)


def _telling_lines(lines: Sequence[Line]) -> list[Line]:
    """At most MOST_LINES: those that are surest to have changed, in their order."""
    ranks = sorted(range(len(lines)), key=lambda rank: (-max(map(sure_distance, lines[rank])), rank))
    return [lines[rank] for rank in sorted(ranks[:MOST_LINES])]


def _line(line: Line, candidates: Sequence[str]) -> versions.Line:
    of = {c.candidate: c for c in line}
    last = [c for c in line if c.ratio][-1]
    aside = f"{wording.mark(last.verdict)} "
    aside += wording.change(last) if last.verdict in CHANGED else last.verdict.value
    return versions.Line(
        label=line[0].variant,
        ratios=tuple(of[name].ratio if name in of else None for name in candidates),
        aside=aside,
    )


def _title(shown: Sequence[Line], point: Axis) -> str:
    """The surest change of the newest version, and since which version it has been there without a break."""
    newest = [line[-1] for line in shown if line[-1].verdict in CHANGED]
    where = at(point)
    if not newest:
        most = max((c for line in shown for c in line), key=sure_distance)
        told = f"{quoted(most.variant)} was {wording.surely(most)} on {short(most.candidate)}"
        return f"{told}{where}, and is not known to be on {short(shown[0][-1].candidate)}"
    most = max(newest, key=sure_distance)
    line = next(line for line in shown if line[-1] is most)
    since, before = most, None
    for comparison in reversed(line):
        if comparison.verdict is not most.verdict:
            before = comparison
            break
        since = comparison
    told = f"{quoted(most.variant)} is {wording.surely(most)} on {short(most.candidate)}"
    told += f" than on {short(most.baseline)}"
    alike = sum(c.verdict is most.verdict for c in newest)
    others = f"; {alike} of {len(shown)} lines are {most.verdict.value}" if alike > 1 else ""
    started = f", and {most.verdict.value} since {short(since.candidate)}" if since is not most else ""
    if started and before is not None and before.verdict not in DECIDED:
        started += " at the latest"
    return f"{told}{where}{started}{others}"


def _where(point: Axis, margin: float) -> str:
    where = f"At {units.axis(point)}. " if point else ""
    return f"{where}Band: less than {units.share(margin)} either way."


def _left_out(shown: int, every: int) -> str:
    if shown == every:
        return ""
    return f"Shown: {shown} of {units.plural(every, 'case')}, where most changed."


def _gaps(lines: Sequence[Line]) -> str:
    """Why a line is broken: the reasons, each once."""
    reasons = dict.fromkeys(
        f"{short(c.candidate)}: {c.verdict.value}{f', {c.reason}' if c.reason else ''}"
        for line in lines
        for c in line
        if c.ratio is None
    )
    return f"Without a ratio: {'; '.join(reasons)}." if reasons else ""
