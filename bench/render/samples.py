"""What every cell took in every round as CSV, in the order of the journal; the journal has each slice.

No cell is a formula to a spreadsheet.
"""

from __future__ import annotations

import csv
import io
import statistics
from collections.abc import Iterable

from bench.model import Slices
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
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    for taken in slices:
        case, environment = taken.cell
        axis = ";".join(f"{name}={value}" for name, value in case.axis)
        writer.writerow(
            (
                taken.fork,
                taken.round,
                taken.position,
                spreadsheet_cell(case.question),
                spreadsheet_cell(case.variant),
                spreadsheet_cell(axis),
                spreadsheet_cell(environment),
                taken.loops,
                len(taken.ns),
                repr(statistics.median(taken.ns) / taken.loops),
                "" if taken.pace_ns is None else repr(statistics.median(taken.pace_ns)),
            )
        )
    return file.getvalue()
