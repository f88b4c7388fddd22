"""Slices as a spreadsheet reads them."""

from __future__ import annotations

import csv
import io

import pytest

from bench.model import Case, Cell, Slice
from bench.render.samples import samples_csv


def a_slice(variant: str = "send", ns: int = 1000) -> Slice:
    cell = Cell(Case("senders", variant, (("receivers", 100), ("caching", "on"))), "5.2")
    return Slice(fork=2, round=3, position=17, cell=cell, loops=8, ns=ns)


def test_every_slice_is_a_line_in_the_order_given() -> None:
    assert samples_csv([a_slice(), a_slice(ns=1001)]) == (
        "fork,round,position,question,variant,axis,environment,loops,ns,ns_per_op\n"
        "2,3,17,senders,send,receivers=100;caching=on,5.2,8,1000,125.0\n"
        "2,3,17,senders,send,receivers=100;caching=on,5.2,8,1001,125.125\n"
    )


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_starts_a_formula(start: str) -> None:
    text = samples_csv([a_slice(variant=f'{start}HYPERLINK("x")')])
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert row["variant"] == f'\'{start}HYPERLINK("x")'


def test_no_slices_leave_a_header() -> None:
    assert samples_csv([]).count("\n") == 1
