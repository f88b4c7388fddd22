"""Every slice as CSV, one line each, in the order of the journal: nothing dropped, nothing rounded away.

A cell that a spreadsheet would take for a formula is given a leading apostrophe.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from bench.model import Slice

COLUMNS = (
    "fork",
    "round",
    "position",
    "question",
    "variant",
    "axis",
    "environment",
    "loops",
    "ns",
    "ns_per_op",
)
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def samples_csv(slices: Iterable[Slice]) -> str:
    """A header and a line per slice; an axis is "receivers=100;caching=on", ns_per_op is ns / loops."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    for slice_ in slices:
        case, environment = slice_.cell
        axis = ";".join(f"{name}={value}" for name, value in case.axis)
        writer.writerow(
            (
                slice_.fork,
                slice_.round,
                slice_.position,
                _inert(case.question),
                _inert(case.variant),
                _inert(axis),
                _inert(environment),
                slice_.loops,
                slice_.ns,
                repr(slice_.ns / slice_.loops),
            )
        )
    return file.getvalue()


def _inert(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
