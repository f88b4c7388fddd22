"""What was timed as a spreadsheet reads it."""

from __future__ import annotations

import csv
import io

import pytest

from bench.model import Case, Cell, Slices
from bench.render.samples import samples_csv


def taken(
    variant: str = "send", ns: tuple[int, ...] = (1000,), pace_ns: tuple[float, ...] | None = None
) -> Slices:
    cell = Cell(Case("senders", variant, (("receivers", 100), ("caching", "on"))), "5.2")
    return Slices(fork=2, round=3, position=17, cell=cell, loops=8, ns=ns, pace_ns=pace_ns)


def test_every_cell_of_every_round_is_a_line_in_the_order_given() -> None:
    assert samples_csv([taken(ns=(9000, 1000, 1100)), taken(pace_ns=(40_000.5,))]) == (
        "fork,round,position,question,variant,axis,environment,loops,turns,ns_per_op,pace_ns\n"
        "2,3,17,senders,send,receivers=100;caching=on,5.2,8,3,137.5,\n"
        "2,3,17,senders,send,receivers=100;caching=on,5.2,8,1,125.0,40000.5\n"
    )


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_starts_a_formula(start: str) -> None:
    text = samples_csv([taken(variant=f'{start}HYPERLINK("x")')])
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert row["variant"].endswith('HYPERLINK("x")')
    assert row["variant"].startswith(("'", "\\"))


def test_nothing_timed_leaves_a_header() -> None:
    assert samples_csv([]).count("\n") == 1
