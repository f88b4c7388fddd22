"""Results question by question: what tells of one question need not look through all the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

from bench.model import Question, Results

Item = TypeVar("Item")


def by_question(results: Results) -> Iterator[tuple[Question, Results]]:
    """Each question of the plan with its own cells, comparisons and scalings; all else is that of the run."""
    cells = _grouped(results.cells, lambda result: result.cell.case.question)
    comparisons = _grouped(results.comparisons, lambda comparison: comparison.question)
    scalings = _grouped(results.scalings, lambda scaling: scaling.question)
    for question in results.plan.questions:
        yield (
            question,
            replace(
                results,
                cells=tuple(cells.get(question.slug, ())),
                comparisons=tuple(comparisons.get(question.slug, ())),
                scalings=tuple(scalings.get(question.slug, ())),
            ),
        )


def _grouped(items: Iterable[Item], slug: Callable[[Item], str]) -> dict[str, list[Item]]:
    made: dict[str, list[Item]] = {}
    for item in items:
        made.setdefault(slug(item), []).append(item)
    return made
