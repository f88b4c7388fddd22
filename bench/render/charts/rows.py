"""The rows that forests, dots and costs have in common: labels on the left, headers above groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from bench.render.charts import lettering
from bench.render.charts.sheet import SMALL, TEXT, Sheet
from bench.render.charts.theme import Ink

WORDS = 11.0
"""The size of what stands in a row beside its drawing."""
GAP = 14.0
"""Between the columns, in pixels."""
_ROW, _TALL_ROW, _HEADER = 24.0, 35.0, 29.0
_LARGEST_SHARE = 0.36
"""Of the sheet's width, for labels; longer ones go over two lines."""


class Labelled(Protocol):
    """What a row of any kind has."""

    @property
    def label(self) -> str: ...


RowType = TypeVar("RowType", bound=Labelled)


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """Stands above the rows that it is about."""

    text: str


def label_end(sheet: Sheet, rows: Sequence[Header | Labelled]) -> float:
    """Where the column of labels ends."""
    widest = max(
        lettering.width(lettering.clean(row.label), TEXT) for row in rows if not isinstance(row, Header)
    )
    return sheet.left + min(widest + 1, sheet.width * _LARGEST_SHARE)


def height(sheet: Sheet, rows: Sequence[Header | Labelled]) -> float:
    """Of all the rows together."""
    room = label_end(sheet, rows) - sheet.left
    return sum(_HEADER if isinstance(row, Header) else _row_height(_lines(row.label, room)) for row in rows)


def lay(sheet: Sheet, top: float, rows: Sequence[Header | RowType]) -> list[tuple[RowType, float]]:
    """Draws labels and headers from `top` on, over the grid; returns each row with its middle."""
    end = label_end(sheet, rows)
    placed: list[tuple[RowType, float]] = []
    y = top
    for row in rows:
        if isinstance(row, Header):
            room = sheet.right - sheet.left
            text = lettering.fit(lettering.clean(row.text), room, SMALL + 0.5, bold=True)
            sheet.box(sheet.left, y - 1, room, _HEADER, Ink.SURFACE)
            sheet.text(sheet.left, y + _HEADER - 8, text, size=SMALL + 0.5, bold=True, whole=row.text)
            y += _HEADER
            continue
        lines = _lines(row.label, end - sheet.left)
        middle = y + _row_height(lines) / 2
        for number, line in enumerate(lines):
            baseline = middle + 4.2 + (number - (len(lines) - 1) / 2) * 13.5
            sheet.text(end, baseline, line, anchor="right", whole=row.label)
        placed.append((row, middle))
        y += _row_height(lines)
    return placed


def note(sheet: Sheet, top: float, text: str) -> float:
    """A remark below a chart, over at most three lines; returns where it ends."""
    lines = lettering.wrap(lettering.clean(text), sheet.right - sheet.left, SMALL, lines=3) if text else []
    for number, line in enumerate(lines):
        sheet.text(sheet.left, top + 18 + number * 14, line, Ink.MUTED, size=SMALL)
    return top + (12 + 14 * len(lines) if lines else 0)


def axis_name(sheet: Sheet, left: float, right: float, y: float, text: str) -> None:
    """Names an axis below its middle, shifted where the sheet ends."""
    fitted = lettering.fit(lettering.clean(text), sheet.right - sheet.left, SMALL)
    half = lettering.width(fitted, SMALL) / 2
    middle = min(max((left + right) / 2, sheet.left + half), sheet.right - half)
    sheet.text(middle, y, fitted, Ink.MUTED, size=SMALL, anchor="center")


def absence(sheet: Sheet, left: float, middle: float, text: str) -> None:
    """Says in a row why nothing is drawn in it."""
    fitted = lettering.fit(lettering.clean(text), sheet.right - left - 6, WORDS)
    sheet.box(left, middle - _ROW / 2, sheet.right - left, _ROW, Ink.SURFACE)
    sheet.text(left + 6, middle + 4, fitted, Ink.NEUTRAL, size=WORDS)


def _lines(label: str, room: float) -> list[str]:
    return lettering.wrap(lettering.clean(label), room, TEXT, lines=2)


def _row_height(lines: Sequence[str]) -> float:
    return _ROW if len(lines) == 1 else _TALL_ROW
