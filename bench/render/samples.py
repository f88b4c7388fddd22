"""What every cell took in every round as CSV, in the order of the journal; the journal has each slice.

No cell is a formula to a spreadsheet.
"""

from __future__ import annotations

import csv
import functools
import io
import statistics
from collections.abc import Iterable

from bench.model import Cell, Slices
from bench.render.inert import spreadsheet_cell

COLUMNS = (
    "fork",
    "round",
    "position",
    "question",
    "variant",
    "axis",
    "environment",
    "loops",
    "turns",
    "ns_per_op",
    "pace_ns",
)


def samples_csv(slices: Iterable[Slices]) -> str:
    """A header and a line for each cell of each round. An axis is "receivers=100;caching=on"; ns_per_op is
    the median over the turns, as is pace_ns, which is empty where no pacemaker ran.
    """
    names = functools.cache(_names)
    lines = [_line(COLUMNS)]
    for taken in slices:
        ns = statistics.median(taken.ns) / taken.loops
        pace_ns = "" if taken.pace_ns is None else repr(statistics.median(taken.pace_ns))
        lines.append(
            f"{taken.fork},{taken.round},{taken.position},{names(taken.cell)},{taken.loops},{len(taken.ns)},"
            f"{ns!r},{pace_ns}\n"
        )
    return "".join(lines)


def _names(cell: Cell) -> str:
    """The columns that tell the cell, which many lines share."""
    case, environment = cell
    axis = ";".join(f"{name}={value}" for name, value in case.axis)
    named = (case.question, case.variant, axis, environment)
    return _line([spreadsheet_cell(text) for text in named]).removesuffix("\n")


def _line(texts: Iterable[str]) -> str:
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerow(texts)
    return file.getvalue()
