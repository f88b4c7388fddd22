"""Which rows a plot shows where there are more than it holds, and how it groups them.

The page has all of them in a table; a plot says how many of how many it shows, and which.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

from bench import units
from bench.model import Axis, Comparison, Question
from bench.render.charts.rows import Header
from bench.verdicts import DECIDED

MOST_ROWS = 20
FEWEST = 3
"""What a plot shows at least: fewer points are a sentence."""
Item = TypeVar("Item")
Row = TypeVar("Row")
Narrowing = tuple[str, Callable[[Item], bool]]
"""Words for what is kept, and the test for it."""


def growing_axis(question: Question) -> str | None:
    """The name of the first axis with at least two whole numbers; None without one."""
    for name, values in question.axes:
        if sum(isinstance(value, int) for value in values) == len(values) >= 2:
            return name
    return None


def values_of(question: Question, axis: str) -> list[int]:
    """The numbers on that axis at which cases were planned, ascending: --quick and -k leave some out."""
    planned = {dict(case.axis)[axis] for case in question.cases}
    return sorted(value for value in planned if isinstance(value, int))


def clearest(comparisons: Sequence[Comparison], axis: str, values: Sequence[int]) -> int:
    """The value of that axis at which most of the comparisons are decided; the larger of two alike."""
    decided = Counter(dict(c.axis)[axis] for c in comparisons if c.verdict in DECIDED)
    return max(values, key=lambda value: (decided[value], value))


def at_points(
    question: Question, comparisons: Sequence[Comparison], axis_of: Callable[[Item], Axis]
) -> list[Narrowing[Item]]:
    """Ways of keeping fewer points of the growing axis: three of them, two, the clearest."""
    name = growing_axis(question)
    if name is None:
        return []
    above = [value for value in values_of(question, name) if value > 0]
    if not above:
        return []
    choices = dict.fromkeys(
        tuple(dict.fromkeys(kept))
        for kept in (
            (above[0], above[len(above) // 2], above[-1]),
            (above[0], above[-1]),
            (clearest(comparisons, name, above),),
        )
    )

    def keeping(kept: tuple[int, ...]) -> Narrowing[Item]:
        texts = [units.integer(value) for value in kept]
        words = " and ".join(filter(None, (", ".join(texts[:-1]), texts[-1])))
        return f"{name} {words}", lambda item: dict(axis_of(item))[name] in kept

    return [keeping(kept) for kept in choices]


def narrowed(
    every: Sequence[Item],
    ways: Sequence[Sequence[Narrowing[Item]]],
    weight: Callable[[Item], float],
    noun: str,
    telling: Callable[[Item], bool] = lambda item: True,
) -> tuple[list[Item], str]:
    """At most MOST_ROWS of them, in their order, and a sentence on what is left out; "" where nothing is.

    `ways` are independent of each other; of each, none or one is taken, so that as many as possible are kept
    that are telling.
    Where even the fewest are too many, the weightiest of those are kept.
    """
    fitting: list[tuple[list[Item], list[str]]] = []
    smallest = list(every), list[str]()
    for taken in itertools.product(*([None, *way] for way in ways)):
        steps = [step for step in taken if step]
        kept = [item for item in every if all(keeps(item) for _, keeps in steps)]
        if 0 < len(kept) < len(smallest[0]):
            smallest = kept, [words for words, _ in steps]
        if 0 < len(kept) <= MOST_ROWS:
            fitting.append((kept, [words for words, _ in steps]))
    kept, said = (
        max(fitting, key=lambda choice: (sum(map(telling, choice[0])), len(choice[0])))
        if fitting
        else smallest
    )
    if len(kept) > MOST_ROWS:
        ranks = sorted(range(len(kept)), key=lambda rank: (-weight(kept[rank]), rank))[:MOST_ROWS]
        kept = [kept[rank] for rank in sorted(ranks)]
        said = [*said, f"the {MOST_ROWS} furthest apart"]
    if len(kept) == len(every):
        return kept, ""
    return (
        kept,
        f"Shown: {units.integer(len(kept))} of {units.integer(len(every))} {noun} ({'; '.join(said)}).",
    )


def grouped(
    items: Sequence[Item],
    *,
    group: Callable[[Item], str],
    label: Callable[[Item], str],
    row: Callable[[str, Item], Row],
) -> tuple[Header | Row, ...]:
    """The rows with a header above each group, in order of first appearance.

    Where every group would have one row, the rows go without headers and are labelled with both.
    """
    groups: dict[Hashable, list[Item]] = {}
    for item in items:
        groups.setdefault(group(item), []).append(item)
    if all(len(members) == 1 for members in groups.values()):
        labels = {label(item) for item in items}
        return tuple(
            row(
                ", ".join(part for part in (*([label(item)] if len(labels) > 1 else []), group(item)) if part)
                or label(item),
                item,
            )
            for item in items
        )
    made: list[Header | Row] = []
    for name, members in groups.items():
        if name:
            made.append(Header(text=str(name)))
        made += [row(label(item), item) for item in members]
    return tuple(made)


def other_points(question: Question, axis: str) -> list[Axis]:
    """Every point of the axes other than that one; one empty point where there is none."""
    others = [(name, values) for name, values in question.axes if name != axis]
    names = [name for name, _ in others]
    return [tuple(zip(names, point, strict=True)) for point in itertools.product(*(v for _, v in others))]


def extremes(named: Sequence[tuple[str, float]]) -> tuple[tuple[str, float], tuple[str, float]]:
    """The item with the smallest number and the one with the largest."""
    return min(named, key=lambda item: item[1]), max(named, key=lambda item: item[1])
