"""Counters beside the times."""

from __future__ import annotations

import dataclasses

import pytest

from bench.model import ComparisonKind, Counters
from bench.render.work import SAME, difference, sides, work
from tests.synthetic import ENVIRONMENTS, plan, results

BEFORE = Counters(queries=1, receiver_calls=10, python_calls=12, bytecodes=1111, peak_bytes=100)


@pytest.mark.parametrize(
    ("after", "text"),
    [
        (BEFORE, SAME),
        (dataclasses.replace(BEFORE, peak_bytes=900), SAME),
        (dataclasses.replace(BEFORE, bytecodes=1390), "bytecodes 1,111 → 1,390"),
        (dataclasses.replace(BEFORE, queries=7, python_calls=40), "queries 1 → 7, Python calls 12 → 40"),
        (dataclasses.replace(BEFORE, bytecodes=None), SAME),
        (Counters(), ""),
    ],
)  # fmt: skip
def test_the_first_counters_that_differ_are_named(after: Counters, text: str):
    assert difference(BEFORE, after, one_python=True) == text


def test_threads_that_are_started_are_work_too_on_any_python():
    before, after = (dataclasses.replace(BEFORE, threads_started=number) for number in (0, 2))
    for one_python in (True, False):
        assert difference(before, after, one_python=one_python) == "threads started 0 → 2"


def test_between_pythons_only_queries_and_receiver_calls_are_compared():
    after = dataclasses.replace(BEFORE, bytecodes=5)
    assert difference(BEFORE, after, one_python=False) == SAME


def test_the_sides_of_a_comparison_are_cells_that_were_measured():
    found = results()
    cells = {cell.cell for cell in found.cells}
    assert {comparison.kind for comparison in found.comparisons} == set(ComparisonKind)
    for comparison in found.comparisons:
        assert set(sides(comparison)) <= cells


def test_every_comparison_has_its_work():
    mixed = plan(environments=(ENVIRONMENTS[0], dataclasses.replace(ENVIRONMENTS[1], python="3.13.1")))
    for run in (None, mixed):
        found = results(run)
        counted = work(found)
        assert {bool(counted(each)) for each in found.comparisons if each.ratio} == {True}
