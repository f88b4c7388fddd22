"""Lines that share a chart: each has an ink and a mark of its own, and a label at its end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bench.render.charts import lettering
from bench.render.charts.scales import spread
from bench.render.charts.sheet import Mark, Point, Sheet
from bench.render.charts.theme import SERIES, Ink

ROOM = 24.0
"""Between the lines' ends and their labels."""
_MARKS = (Mark.CIRCLE, Mark.SQUARE, Mark.UP, Mark.DIAMOND, Mark.DOWN)
_LABEL, _ASIDE = 11.0, 10.0
_LABEL_HEIGHT, _ASIDE_HEIGHT = 16.0, 13.0
_LARGEST_SHARE = 0.3
"""Of the sheet's width, for the labels at the lines' ends."""
_MOST_WITH_ASIDES = 8
_APART, _WIDEST_POINT = 4.5, 22.0
"""Between the points of several lines at one value, and between the outermost of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """Where a line ends, its label, and what stands below that."""

    at: Point
    label: str
    asides: tuple[str, ...]


def ink(rank: int) -> Ink:
    """The colour of a line."""
    return SERIES[rank % len(SERIES)]


def mark(rank: int) -> Mark:
    """The shape of a line's points."""
    return _MARKS[rank % len(_MARKS)]


def dodge(rank: int, count: int) -> float:
    """How far a line's points are moved to the side, so that intervals do not hide each other."""
    return (rank - (count - 1) / 2) * min(_APART, _WIDEST_POINT / max(count - 1, 1))


def column(sheet: Sheet, labels: Sequence[tuple[str, ...]]) -> float:
    """The width of the labels: for each line its label and asides."""
    texts = [lettering.clean(text) for line in labels for text in line]
    return min(
        max(lettering.width(text, _LABEL) for text in texts) + 2,
        sheet.width * _LARGEST_SHARE,
    )


def label_room(ends: Sequence[tuple[str, ...]]) -> float:
    """The height that labels with asides need below each other; 0 for so many lines that they get none."""
    if len(ends) > _MOST_WITH_ASIDES:
        return 0.0
    return sum(_LABEL_HEIGHT + _ASIDE_HEIGHT * (len(texts) - 1) for texts in ends)


def label(sheet: Sheet, ends: Sequence[End], *, right: float, upper: float, lower: float) -> None:
    """A label at each line's end, moved apart where lines end together, with a leader to it.

    right: where the lines' room ends; upper, lower: between which heights labels stand.
    """
    width = sheet.right - right - ROOM
    asides = max(len(end.asides) for end in ends) if len(ends) <= _MOST_WITH_ASIDES else 0
    ranked = sorted(enumerate(ends), key=lambda item: (item[1].at[1], item[0]))
    places = spread([end.at[1] for _, end in ranked], _LABEL_HEIGHT + _ASIDE_HEIGHT * asides, upper, lower)
    furthest = max(end.at[0] for end in ends)
    for (rank, end), y in zip(ranked, places, strict=True):
        x, aim = end.at
        dashes = (1.5, 3.0) if x < furthest - _WIDEST_POINT else ()
        leader = [(x + 7, aim), (right + 4, aim), (right + 14, y), (right + 18, y)]
        sheet.line(leader, ink(rank), width=0.8, dashes=dashes)
        shown = end.asides if asides else ()
        y += 4 - 6 * len(shown)
        text = lettering.fit(lettering.clean(end.label), width, _LABEL)
        sheet.text(right + ROOM - 2, y, text, ink(rank), size=_LABEL, whole=end.label)
        for number, aside in enumerate(shown, start=1):
            text = lettering.fit(lettering.clean(aside), width, _ASIDE)
            sheet.text(right + ROOM - 2, y + 12.5 * number, text, Ink.MUTED, size=_ASIDE)
