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

from collections.abc import Sequence
from dataclasses import replace

from bench.model import Question, Results
from bench.render.by_question import by_question
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
_ROWS = "rows"


def figures(results: Results) -> list[Figure]:
    """In the order of the questions; the same results give the same bytes. Nothing is drawn yet."""
    made: list[Figure] = []
    for question, own in by_question(results):
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


def _answering(results: Results, question: Question) -> list[Figure]:
    if len(question.cases) < FEWEST:
        return []
    axis = growing_axis(question)
    times: list[Figure | None]
    if axis == _ROWS:
        times = [*cost_figures(results, question, axis)]
    elif axis and len(values_of(question, axis)) >= FEWEST:
        times = [*growth_figures(results, question, axis)] or [dots_figure(results, question)]
    else:
        times = [dots_figure(results, question)]
    plots = (
        version_figure(results, question) or changes_figure(results, question),
        alternatives_figure(results, question),
        *stack_figures(results, question),
        *times,
    )
    return [figure for figure in plots if figure]
