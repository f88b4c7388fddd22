"""What is missing is named; what is divided keeps its interval honest."""

from __future__ import annotations

import dataclasses

import pytest

from bench.claims.estimates import quotient, told
from bench.claims.evidence import Evidence, NoDataError
from bench.claims.ledger import ledger
from bench.model import CellResult, CellState, Comparison, ComparisonKind, Verdict
from tests.claims.made_up import about, environment, evidence

DELETE = ledger()[22]


def without(missing: CellResult | None, left: Evidence) -> Evidence:
    cells = [each for each in left._cells.values() if each.cell.case.axis != (("rows", 600),)]
    return Evidence(left.environments, [*cells, *([missing] if missing else [])], left._variants.values())


def test_a_cell_that_is_not_there_is_named() -> None:
    whole = evidence(DELETE)
    whole.require(DELETE.cells, whole.environments)
    lacking = without(None, whole)
    with pytest.raises(
        NoDataError, match=r"^delete/no receiver at rows=600 in 5\.2 is not in these results$"
    ):
        lacking.require(DELETE.cells, lacking.environments)


def test_a_cell_that_failed_is_named_with_its_reason() -> None:
    whole = evidence(DELETE)
    cell = next(each for each in whole._cells.values() if each.cell.case.axis == (("rows", 600),))
    failed = dataclasses.replace(cell, state=CellState.FAILED, reason="worker hung", ns_per_op=None)
    lacking = without(failed, whole)
    with pytest.raises(NoDataError, match=r"at rows=600 in 5\.2 is failed: worker hung"):
        lacking.require(DELETE.cells, lacking.environments)


def test_a_counter_that_was_not_taken_is_no_zero() -> None:
    whole = evidence(DELETE)
    spot = next(iter(whole.spots(DELETE.cells[0])))
    with pytest.raises(NoDataError, match="has no count of queries"):
        spot.count("queries", "no receiver")


def test_the_nearest_djangos_on_either_side_stand_for_a_step() -> None:
    found = Evidence([environment(each) for each in ("3.2", "6.1", "4.2", "5.2")], [], [])
    assert [each.label for each in found.across((5, 0))] == ["4.2", "5.2"]
    with pytest.raises(NoDataError, match=r"a Django before 3\.2 and one from 3\.2 on"):
        found.across((3, 2))


def test_two_djangos_that_were_divided_by_each_other_need_no_quotient() -> None:
    claim = ledger()[15]
    both = evidence(claim, djangos=("4.2", "5.0", "5.2"), versions={("5.0",): 1.2, ("5.2",): 1.5})
    spot = next(iter(both.spots(claim.cells[0], both.environments[:1])))
    of = spot.question, claim.cells[0].variants[0], spot.axis
    _, middle, newest = both.environments
    apart = both.between(middle, newest, *of)
    assert apart.value == pytest.approx(1.25)
    step = Comparison(
        kind=ComparisonKind.VERSION,
        question=spot.question,
        variant=of[1],
        axis=spot.axis,
        baseline="5.0",
        candidate="5.2",
        ratio=about(1.25, 1.01),
        verdict=Verdict.SLOWER,
    )
    stored = [each for by_baseline in both._versions.values() for each in by_baseline.values()]
    sharper = Evidence(both.environments, both._cells.values(), [*stored, step]).between(middle, newest, *of)
    assert sharper.high / sharper.low < apart.high / apart.low


def test_a_quotient_reaches_as_far_as_both_intervals_let_it() -> None:
    ratio = quotient(about(6.0, 1.5), about(2.0, 1.25), jointly=True)
    assert (ratio.value, ratio.low, ratio.high) == pytest.approx((3.0, 4 / 2.5, 9 / 1.6))
    assert ratio.confidence == 0.95
    assert quotient(about(6.0), about(2.0), jointly=False).confidence == pytest.approx(0.90)


def test_an_interval_that_says_nothing_is_told_so() -> None:
    assert told(about(1.18, 1.03)) == "1.18× (1.15–1.22)"
    assert told(about(1.18, 1000.0)) == "1.18× (too few measurements for an interval)"
