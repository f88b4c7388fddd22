"""The surface that charts are drawn on: lines, shapes and text in pixels, from the top left.

Its height is known only when it is finished, so a chart draws downwards until it is done.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Literal

from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Affine2D

from bench.render.charts import lettering
from bench.render.charts.theme import Ink

Point = tuple[float, float]
Anchor = Literal["left", "center", "right"]
DPI = 72
"""At which a point, Matplotlib's unit of line width and font size, is a pixel."""
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


class Sheet:
    """Draws on a Matplotlib figure. `left` and `right` bound what a chart may use."""

    def __init__(self, *, width: float, padding: float, colours: Mapping[Ink, str]) -> None:
        self.width = width
        self.left = padding
        self.right = width - padding
        self._colours = colours
        self._figure = Figure(figsize=(width / DPI, 1), dpi=DPI, facecolor=colours[Ink.SURFACE])
        self._upright = Affine2D()
        self._transform = self._upright + self._figure.dpi_scale_trans

    def finished(self, height: float) -> Figure:
        """The figure, once everything is drawn."""
        self._figure.set_size_inches(self.width / DPI, height / DPI)
        self._upright.clear().scale(1 / DPI, -1 / DPI).translate(0, height / DPI)
        return self._figure

    def line(
        self, points: Sequence[Point], ink: Ink, *, width: float = 1.0, dashes: Sequence[float] = ()
    ) -> None:
        """A line through the points; dashes are lengths on and off, in pixels."""
        self._path(Path(points), edge=ink, width=width, dashes=dashes)

    def lines(self, pairs: Sequence[tuple[Point, Point]], ink: Ink, *, width: float = 1.0) -> None:
        """Many separate lines of one kind."""
        if pairs:
            points = [point for pair in pairs for point in pair]
            codes = [Path.MOVETO, Path.LINETO] * len(pairs)
            self._path(Path(points, codes), edge=ink, width=width)

    def dots(self, points: Sequence[Point], ink: Ink, *, size: float, alpha: float = 1.0) -> None:
        """Many round dots of one kind, `size` pixels across: very short lines with round ends."""
        if points:
            ends = [end for x, y in points for end in ((x, y), (x + 0.01, y))]
            codes = [Path.MOVETO, Path.LINETO] * len(points)
            self._path(Path(ends, codes), edge=ink, width=size, alpha=alpha)

    def box(self, x: float, y: float, width: float, height: float, ink: Ink, *, alpha: float = 1.0) -> None:
        """A filled rectangle."""
        corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
        self._path(_closed(corners), face=ink, alpha=alpha)

    def mark(
        self, shape: Mark, x: float, y: float, ink: Ink, *, size: float = 9.0, hollow: bool = False
    ) -> None:
        """A point with its middle at (x, y), about `size` pixels across, set off from what is below it."""
        if shape is Mark.CROSS:
            arm = size * 0.38
            self.lines(
                [((x - arm, y - arm), (x + arm, y + arm)), ((x - arm, y + arm), (x + arm, y - arm))],
                ink,
                width=2,
            )
            return
        outline = _outline(shape, x, y, size)
        if hollow:
            self._path(outline, face=Ink.SURFACE, edge=ink, width=1.6)
        else:
            self._path(outline, face=ink, edge=Ink.SURFACE, width=1.0)

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
    ) -> None:
        """One line of text on the baseline `y`; `anchor` (left, center, right) says which part is at `x`."""
        self._figure.add_artist(
            Text(
                x,
                y,
                lettering.clean(text),
                color=self._colours[ink],
                fontproperties=FontProperties(
                    fname=str(lettering.BOLD if bold else lettering.REGULAR),
                    size=size,
                    weight="bold" if bold else "normal",
                ),
                horizontalalignment=anchor,
                verticalalignment="baseline",
                parse_math=False,
                transform=self._transform,
            )
        )

    def _path(
        self,
        path: Path,
        *,
        face: Ink | None = None,
        edge: Ink | None = None,
        width: float = 0.0,
        dashes: Sequence[float] = (),
        alpha: float = 1.0,
    ) -> None:
        patch = PathPatch(
            path,
            facecolor="none" if face is None else self._colours[face],
            edgecolor="none" if edge is None else self._colours[edge],
            linewidth=width,
            linestyle=(0, [length / width for length in dashes]) if dashes else "solid",
            capstyle="butt" if dashes else "round",
            joinstyle="round",
            alpha=alpha if alpha < 1 else None,
            transform=self._transform,
        )
        patch.set_snap(False)
        self._figure.add_artist(patch)


def _outline(shape: Mark, x: float, y: float, size: float) -> Path:
    if shape is Mark.CIRCLE:
        return Path.circle((x, y), size * 0.48)
    if shape is Mark.SQUARE:
        half = size * 0.42
        return _closed(
            [(x - half, y - half), (x + half, y - half), (x + half, y + half), (x - half, y + half)]
        )
    if shape is Mark.DIAMOND:
        half = size * 0.6
        return _closed([(x, y - half), (x + half, y), (x, y + half), (x - half, y)])
    radius = size * 0.62 * (1 if shape is Mark.DOWN else -1)
    return _closed(
        [
            (x + radius * math.sin(turn), y + radius * math.cos(turn))
            for turn in (0, math.tau / 3, -math.tau / 3)
        ]
    )


def _closed(points: Sequence[Point]) -> Path:
    return Path([*points, points[0]], closed=True)
