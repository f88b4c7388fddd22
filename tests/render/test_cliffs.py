"""Cliffs in words: what a variant sends, against its reference."""

from __future__ import annotations

import dataclasses

import pytest

from bench.model import (
    Case,
    Cell,
    CellResult,
    CellState,
    ComparisonKind,
    Counters,
    Estimate,
    Question,
    Results,
    Variant,
    Verdict,
)
from bench.render.cliffs import cliffs, steepest
from bench.render.statements import in_words
from tests import synthetic

DELETE = Question(
    slug="delete",
    sentence="When does delete() lose its fast path?",
    about="",
    group="models",
    unit="delete",
    axes=(("rows", (10, 600)),),
    variants=(
        Variant(name="no receiver", summary="", reference=None),
        Variant(name="post_delete receiver", summary="", reference="no receiver"),
        Variant(name="post_save receiver", summary="", reference="no receiver"),
    ),
    cases=tuple(
        Case("delete", variant, (("rows", rows),))
        for rows in (10, 600)
        for variant in ("no receiver", "post_delete receiver", "post_save receiver")
    ),
    source="",
)
FAST = {"BEGIN": 1, "DELETE": 1, "COMMIT": 1}


def counted(cell: CellResult) -> CellResult:
    slow = cell.cell.case.variant == "post_delete receiver"
    rows = dict(cell.cell.case.axis)["rows"]
    statements = {"SELECT": 1, **FAST, "DELETE": 6 if rows == 600 else 1} if slow else FAST
    return dataclasses.replace(
        cell,
        counters=Counters(queries=sum(statements.values()), statements=tuple(statements.items())),
    )


@pytest.fixture
def results() -> Results:
    made = synthetic.results(synthetic.plan(kind=ComparisonKind.VARIANT, questions=(DELETE,)))
    slower = Estimate(value=4.1, low=3.9, high=4.3, confidence=0.95)
    return dataclasses.replace(
        made,
        cells=tuple(counted(cell) for cell in synthetic.results(made.plan).cells),
        comparisons=tuple(
            dataclasses.replace(one, ratio=slower, verdict=Verdict.SLOWER) for one in made.comparisons
        ),
    )


def test_a_variant_that_sends_other_statements_is_told_at_the_largest_point(results: Results) -> None:
    assert cliffs(results, DELETE) == [
        "“post_delete receiver” turns 1 DELETE of “no receiver” into 1 SELECT and 6 DELETEs "
        "at 600 rows, and takes 4.10× as long (3.90–4.30)."
    ]


def test_where_the_last_environment_has_nothing_the_newest_that_has_is_told(results: Results) -> None:
    last = results.plan.environments[-1]
    down = dataclasses.replace(last, label="down", twin_of=None)
    plan = dataclasses.replace(results.plan, environments=(*results.plan.environments, down))
    absent = tuple(
        CellResult(cell=Cell(case, "down"), state=CellState.ABSENT, reason="cannot use it")
        for case in DELETE.cases
    )
    with_down = dataclasses.replace(results, plan=plan, cells=(*results.cells, *absent))
    assert cliffs(with_down, DELETE) == cliffs(results, DELETE) != []


def test_the_steepest_stand_among_the_findings_with_their_question(results: Results) -> None:
    slug, sentence, look = steepest(results)[0]
    assert (slug, look) == ("delete", "")
    assert sentence.startswith("“post_delete receiver” turns 1 DELETE")


def test_a_time_that_is_unclear_is_said_to_be(results: Results) -> None:
    unclear = tuple(dataclasses.replace(one, verdict=Verdict.UNCLEAR) for one in results.comparisons)
    (told,) = cliffs(dataclasses.replace(results, comparisons=unclear), DELETE)
    assert told.endswith("at 600 rows, and how long that takes is unclear.")
    assert steepest(dataclasses.replace(results, comparisons=unclear)) == []


def test_a_wide_interval_is_told_by_its_near_end(results: Results) -> None:
    wide = Estimate(value=300.0, low=12.0, high=6400.0, confidence=0.95)
    made = tuple(dataclasses.replace(one, ratio=wide) for one in results.comparisons)
    (told,) = cliffs(dataclasses.replace(results, comparisons=made), DELETE)
    assert told.endswith("at 600 rows, and takes at least 12× as long.")


def test_where_the_largest_point_is_not_planned_the_largest_that_is_counts(results: Results) -> None:
    small = dataclasses.replace(DELETE, cases=tuple(case for case in DELETE.cases if case.axis[0][1] == 10))
    plan = dataclasses.replace(results.plan, questions=(small,))
    (told,) = cliffs(dataclasses.replace(results, plan=plan), small)
    assert "turns 1 DELETE of “no receiver” into 1 SELECT and 1 DELETE at 10 rows" in told


def test_runs_that_were_not_counted_by_kind_have_none(results: Results) -> None:
    bare = tuple(dataclasses.replace(cell, counters=Counters(queries=3)) for cell in results.cells)
    assert cliffs(dataclasses.replace(results, cells=bare), DELETE) == []


@pytest.mark.parametrize(
    ("statements", "told"),
    [
        ({}, "no SQL"),
        (FAST, "1 DELETE and 1 transaction"),
        ({"SELECT": 2, "DELETE": 1200}, "2 SELECTs and 1,200 DELETEs"),
        ({"SELECT": 1, "INSERT": 2, "UPDATE": 1}, "1 SELECT, 2 INSERTs and 1 UPDATE"),
    ],
)
def test_statements_in_words(statements: dict[str, int], told: str) -> None:
    assert in_words(statements) == told
