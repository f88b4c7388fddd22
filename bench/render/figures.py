"""All the figures of a report: which plots answer which question.

    more than two versions, and a change     the versions in their order
    else, a version against another          forest of the newest, if several are decided
    variants against references, decided     forest of the newest environment
    numbers on an axis, three or more        growth
    rows on an axis                          what one row costs
    anything else                            dots
    the same work in several places          stacked shares of the time

None shows fewer than three rows or points, or only what is unclear: a sentence does that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from bench.model import Question, Results
from bench.render.cost_figures import cost_figures
from bench.render.dots_figures import dots_figure
from bench.render.figure import Figure
from bench.render.forest_figures import alternatives_figure, changes_figure
from bench.render.growth_figures import growth_figures
from bench.render.selection import FEWEST, growing_axis, values_of
from bench.render.stack_figures import stack_figures
from bench.render.version_figures import version_figure

__all__ = ["Figure", "figures", "pictures"]

MOST_PICTURES = 24
Item = TypeVar("Item")
_ROWS = "rows"


def figures(results: Results) -> list[Figure]:
    """In the order of the questions; the same results give the same bytes. Nothing is drawn yet."""
    made: list[Figure] = []
    cells = _by_question(results.cells, lambda result: result.cell.case.question)
    comparisons = _by_question(results.comparisons, lambda comparison: comparison.question)
    scalings = _by_question(results.scalings, lambda scaling: scaling.question)
    for question in results.plan.questions:
        own = replace(
            results,
            cells=tuple(cells.get(question.slug, ())),
            comparisons=tuple(comparisons.get(question.slug, ())),
            scalings=tuple(scalings.get(question.slug, ())),
        )
        made += _answering(own, question)
    taken: set[str] = set()
    named = []
    for figure in made:
        name, number = figure.name, 2
        while name in taken:
            name, number = f"{figure.name}-{number}", number + 1
        taken.add(name)
        named.append(replace(figure, name=name))
    return named


def pictures(drawn: Sequence[Figure]) -> list[Figure]:
    """Those that are worth a PNG: the first of each question, then the others, up to MOST_PICTURES.

    A page holds all of them; a picture takes fifty times as long to draw, and an issue shows one or two.
    """
    first = {figure.slug: rank for rank, figure in reversed(list(enumerate(drawn)))}
    ranks = sorted(range(len(drawn)), key=lambda rank: (first[drawn[rank].slug] != rank, rank))
    return [drawn[rank] for rank in sorted(ranks[:MOST_PICTURES])]


def _by_question(items: Iterable[Item], slug: Callable[[Item], str]) -> dict[str, list[Item]]:
    made: dict[str, list[Item]] = {}
    for item in items:
        made.setdefault(slug(item), []).append(item)
    return made


def _answering(results: Results, question: Question) -> list[Figure]:
    if len(question.cases) < FEWEST:
        return []
    axis = growing_axis(question)
    times: list[Figure | None]
    if axis == _ROWS:
        times = [*cost_figures(results, question, axis)]
    elif axis and len(values_of(question, axis)) >= FEWEST:
        times = [*growth_figures(results, question, axis)]
    else:
        times = [dots_figure(results, question)]
    plots = (
        version_figure(results, question) or changes_figure(results, question),
        alternatives_figure(results, question),
        *stack_figures(results, question),
        *times,
    )
    return [figure for figure in plots if figure]
