"""Every cell has a line, with what it was compared with."""

from __future__ import annotations

import csv
import dataclasses
import io

from bench.model import Case, Cell, ComparisonKind, Verdict
from bench.render.cells_csv import cells_csv
from tests import synthetic


def lines(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_every_cell_but_the_twins_has_a_line() -> None:
    results = synthetic.results()
    rows = lines(cells_csv(results))
    assert len(rows) == 3 * sum(len(question.cases) for question in results.plan.questions)
    assert {row["environment"] for row in rows} == {"4.2", "5.2", "6.1"}
    assert {row["state"] for row in rows} == {"measured", "absent", "failed"}


def test_a_line_tells_both_comparisons_and_the_counters() -> None:
    results = synthetic.results()
    row = next(
        row
        for row in lines(cells_csv(results))
        if (row["variant"], row["axis"], row["environment"]) == ("send", "receivers=10", "5.2")
    )
    versions, variants = (
        next(
            c
            for c in results.comparisons
            if c.kind is kind and c.variant == "send" and "5.2" in (c.candidate, c.environment)
            and c.axis == (("receivers", 10),)
        )
        for kind in (ComparisonKind.VERSION, ComparisonKind.VARIANT)
    )  # fmt: skip
    assert (row["baseline"], row["baseline_verdict"]) == ("4.2", versions.verdict.value)
    assert (row["reference"], row["reference_verdict"]) == ("plain loop", variants.verdict.value)
    assert versions.ratio
    assert row["baseline_low"] == f"{versions.ratio.low:.6g}"
    assert row["receiver_calls"] == "10"


def test_what_is_not_known_is_empty_and_never_zero() -> None:
    row = next(row for row in lines(cells_csv(synthetic.results())) if row["state"] == "absent")
    assert row["ns_per_op"] == row["queries"] == row["baseline_ratio"] == ""
    assert row["reason"] == "needs Django 7.0 or newer"
    assert row["baseline_verdict"] == Verdict.NO_DATA.value


def test_a_hostile_name_is_no_formula() -> None:
    results = synthetic.results()
    first = results.cells[0]
    hostile = Cell(Case("receivers", "=cmd|' /C calc'!A0\x1b[2J", first.cell.case.axis), "4.2")
    text = cells_csv(dataclasses.replace(results, cells=(dataclasses.replace(first, cell=hostile),)))
    assert lines(text)[0]["variant"] == r"'=cmd|' /C calc'!A0\x1b[2J"
