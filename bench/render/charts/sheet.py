"""The surface that charts are drawn on: lines, shapes and text in pixels, from the top left.

It only remembers what is drawn, in order; `svg` and `png` turn that into files. Its height is known only
when it is finished, so a chart draws downwards until it is done.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Literal

from bench.render.charts import lettering
from bench.render.charts.theme import Ink

Point = tuple[float, float]
Anchor = Literal["left", "center", "right"]
TEXT, SMALL = 12.0, 10.5
"""The sizes of what is read first, and of ticks and asides."""


class Mark(Enum):
    """The shape of a point."""

    CIRCLE = "circle"
    SQUARE = "square"
    DIAMOND = "diamond"
    UP = "up"
    DOWN = "down"
    CROSS = "cross"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a shape is painted: filled, outlined or both. Dashes are lengths on and off, in pixels."""

    face: Ink | None = None
    edge: Ink | None = None
    width: float = 0.0
    dashes: tuple[float, ...] = ()
    alpha: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """Lines through the points of each piece, all of them closed or none; ends and corners are round."""

    pieces: tuple[tuple[Point, ...], ...]
    closed: bool
    look: Look


@dataclass(frozen=True, slots=True, kw_only=True)
class Disc:
    """A round shape at each of the middles."""

    middles: tuple[Point, ...]
    radius: float
    look: Look


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One line of text on a baseline; `anchor` says which part of it is at `x`.

    whole: the name that was cut to this text, "" where none was.
    """

    x: float
    y: float
    text: str
    ink: Ink
    size: float
    anchor: Anchor
    bold: bool
    whole: str


class Sheet:
    """Remembers what is drawn. `left` and `right` bound what a chart may use."""

    def __init__(self, *, width: float, padding: float) -> None:
        self.width = width
        self.left = padding
        self.right = width - padding
        self.drawn: list[Shape | Disc | Words] = []

    def line(
        self, points: Sequence[Point], ink: Ink, *, width: float = 1.0, dashes: tuple[float, ...] = ()
    ) -> None:
        """A line through the points."""
        self._shape((tuple(points),), Look(edge=ink, width=width, dashes=dashes))

    def lines(self, pairs: Sequence[tuple[Point, Point]], ink: Ink, *, width: float = 1.0) -> None:
        """Many separate lines of one kind."""
        if pairs:
            self._shape(tuple(pairs), Look(edge=ink, width=width))

    def dots(self, points: Sequence[Point], ink: Ink, *, size: float, alpha: float = 1.0) -> None:
        """Many round dots of one kind, `size` pixels across: very short lines with round ends."""
        if points:
            pieces = tuple(((x, y), (x + 0.1, y)) for x, y in points)
            self._shape(pieces, Look(edge=ink, width=size, alpha=alpha))

    def box(self, x: float, y: float, width: float, height: float, ink: Ink, *, alpha: float = 1.0) -> None:
        """A filled rectangle."""
        corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
        self._shape((corners,), Look(face=ink, alpha=alpha), closed=True)

    def mark(
        self, shape: Mark, x: float, y: float, ink: Ink, *, size: float = 9.0, hollow: bool = False
    ) -> None:
        """A point with its middle at (x, y), about `size` pixels across, set off from what is below it."""
        self.marks(shape, [(x, y)], ink, size=size, hollow=hollow)

    def marks(
        self, shape: Mark, points: Sequence[Point], ink: Ink, *, size: float = 9.0, hollow: bool = False
    ) -> None:
        """Many points of one kind."""
        if shape is Mark.CROSS:
            arm = size * 0.38
            strokes = [((x - arm, y - arm), (x + arm, y + arm)) for x, y in points]
            strokes += [((x - arm, y + arm), (x + arm, y - arm)) for x, y in points]
            self.lines(strokes, ink, width=2)
            return
        look = (
            Look(face=Ink.SURFACE, edge=ink, width=1.6)
            if hollow
            else Look(face=ink, edge=Ink.SURFACE, width=1.0)
        )
        if shape is Mark.CIRCLE:
            self.drawn.append(Disc(middles=tuple(points), radius=size * 0.48, look=look))
        else:
            self._shape(tuple(_outline(shape, x, y, size) for x, y in points), look, closed=True)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        ink: Ink = Ink.FG,
        *,
        size: float = TEXT,
        anchor: Anchor = "left",
        bold: bool = False,
        whole: str = "",
    ) -> None:
        """One line of text on the baseline `y`. whole: the name that it is, or is cut from."""
        words, name = lettering.clean(text), lettering.clean(whole)
        cut_from = name if words.endswith("…") and words != name else ""
        self.drawn.append(
            Words(x=x, y=y, text=words, ink=ink, size=size, anchor=anchor, bold=bold, whole=cut_from)
        )

    def _shape(self, pieces: tuple[tuple[Point, ...], ...], look: Look, *, closed: bool = False) -> None:
        self.drawn.append(Shape(pieces=pieces, closed=closed, look=look))


def _outline(shape: Mark, x: float, y: float, size: float) -> tuple[Point, ...]:
    if shape is Mark.SQUARE:
        half = size * 0.42
        return ((x - half, y - half), (x + half, y - half), (x + half, y + half), (x - half, y + half))
    if shape is Mark.DIAMOND:
        half = size * 0.6
        return ((x, y - half), (x + half, y), (x, y + half), (x - half, y))
    radius = size * 0.62 * (1 if shape is Mark.DOWN else -1)
    return tuple(
        (x + radius * math.sin(turn), y + radius * math.cos(turn))
        for turn in (0, math.tau / 3, -math.tau / 3)
    )
