"""All the figures of a report: which plots answer which question.

numbers on an axis, three or more    growth, then forest
rows on an axis                      what one row costs, then forest
anything else                        dots, then forest
one variant and no axes              none: a sentence does it
"""

from __future__ import annotations

from dataclasses import replace

from bench.model import Question, Results
from bench.render.cost_figures import cost_figures
from bench.render.dots_figures import dots_figure
from bench.render.figure import Figure
from bench.render.forest_figures import forest_figure
from bench.render.growth_figures import growth_figures
from bench.render.selection import growing_axis, values_of

__all__ = ["Figure", "figures"]

_ROWS = "rows"


def figures(results: Results) -> list[Figure]:
    """In the order of the questions; the same results give the same bytes. Nothing is drawn yet."""
    made: list[Figure] = []
    for question in results.plan.questions:
        made += _answering(results, question)
    taken: set[str] = set()
    named = []
    for figure in made:
        name, number = figure.name, 2
        while name in taken:
            name, number = f"{figure.name}-{number}", number + 1
        taken.add(name)
        named.append(replace(figure, name=name))
    return named


def _answering(results: Results, question: Question) -> list[Figure]:
    if len(question.cases) < 2:
        return []
    axis = growing_axis(question)
    times: list[Figure | None]
    if axis == _ROWS:
        times = [*cost_figures(results, question, axis)]
    elif axis and len(values_of(question, axis)) >= 3:
        times = [*growth_figures(results, question, axis)]
    else:
        times = [dots_figure(results, question)]
    return [figure for figure in (*times, forest_figure(results, question)) if figure]
