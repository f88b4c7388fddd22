"""The cost model on a machine whose costs are known: 3% once for post_save, 1% for pre_save, 1.2% each."""

from __future__ import annotations

import pytest

from bench.analysis.additions import CONNECTED
from bench.analysis.cost_model import CostModel, cost_model, product
from bench.model import (
    Case,
    Cell,
    CellResult,
    CellState,
    Comparison,
    ComparisonKind,
    Counters,
    Estimate,
    Verdict,
)

SAVE_NS = 200_000.0
ATOMIC = (("commit", "atomic"),)
ROWS = (10, 100, 1000)


def share(pre_save: int, post_save: int) -> float:
    return 0.01 * (pre_save > 0) + 0.03 * (post_save > 0) + 0.012 * (pre_save + post_save)


def within(value: float, factor: float) -> Estimate:
    return Estimate(value=value, low=value / factor, high=value * factor, confidence=0.95)


def measured(
    rows: tuple[int, ...] = ROWS, calls: int = 300, *, exponent: float = 1.0, factor: float = 1.2
) -> CostModel | None:
    """The model of a run that measured so many rows; calls: Python calls of a row; factor: how unsure the
    loop's times are."""
    axes = [(("rows", n), *ATOMIC) for n in rows]
    loops = [
        CellResult(
            cell=Cell(Case("bulk-saves", "save()", axis), "5.2"),
            state=CellState.MEASURED,
            ns_per_op=within(SAVE_NS * n**exponent, factor),
            counters=Counters(python_calls=calls * n + 60),
        )
        for axis, n in zip(axes, rows, strict=True)
    ]
    comparisons = [
        Comparison(
            kind=ComparisonKind.VARIANT,
            question="bulk-saves",
            variant=variant,
            axis=axis,
            baseline="save()",
            candidate=variant,
            environment="5.2",
            ratio=within(1 + share(*receivers) + 0.001 * (-1) ** number, 1.02),
            verdict=Verdict.UNCLEAR,
        )
        for number, axis in enumerate(axes)
        for variant, receivers in CONNECTED.items()
    ]
    return cost_model(loops, comparisons, "5.2", ATOMIC, 0.95)


@pytest.mark.parametrize(("pre_save", "post_save"), [(0, 1), (0, 10), (0, 4), (1, 1), (3, 0), (5, 5)])
def test_known_costs_are_predicted(pre_save: int, post_save: int) -> None:
    model = measured()
    assert model is not None
    found = model.predict(pre_save=pre_save, post_save=post_save, rows=500)
    truth = share(pre_save, post_save)
    assert found.share.value == pytest.approx(truth, abs=0.004)
    assert found.added_ns.low < truth * 500 * SAVE_NS < found.added_ns.high
    assert (found.below_rows, found.beyond_rows, found.beyond_post_save) == (None, None, None)
    assert found.beyond_pre_save == (1 if pre_save > 1 else None)


def test_beyond_what_was_measured_it_says_so_and_is_less_sure() -> None:
    model = measured()
    assert model is not None
    near = model.predict(pre_save=0, post_save=10, rows=1_000)
    far = model.predict(pre_save=0, post_save=10, rows=50_000)
    many = model.predict(pre_save=0, post_save=40, rows=1_000)
    assert (near.beyond_rows, far.beyond_rows, many.beyond_post_save) == (None, 1_000, 10)
    assert far.added_ns.high / far.added_ns.low > 1.2 * near.added_ns.high / near.added_ns.low
    assert many.share.high - many.share.value > 3 * (near.share.high - near.share.value)


def test_below_the_measured_rows_it_says_so_and_is_less_sure() -> None:
    model = measured()
    assert model is not None
    near, under = (model.predict(pre_save=0, post_save=10, rows=rows) for rows in (10, 1))
    assert (near.below_rows, under.below_rows) == (None, 10)
    assert under.added_ns.high / under.added_ns.low > 1.2 * near.added_ns.high / near.added_ns.low


def test_each_signal_has_its_own_limit() -> None:
    model = measured()
    assert model is not None
    one, five = (model.predict(pre_save=number, post_save=0, rows=100) for number in (1, 5))
    assert (one.beyond_pre_save, five.beyond_pre_save, five.beyond_post_save) == (None, 1, None)
    assert five.share.high - five.share.value > one.share.high - one.share.value


def test_what_is_assumed_is_told_where_it_matters() -> None:
    model = measured()
    assert model is not None
    assert model.predict(pre_save=0, post_save=10, rows=1_000).assumed == ()
    assert model.predict(pre_save=0, post_save=20, rows=50_000).assumed == ("rows", "receivers")


def test_an_exponent_that_was_timed_stands_against_linear_calls() -> None:
    timed = measured(exponent=0.75, factor=1.02)
    assert timed is not None
    assert timed.loop.exponent is not None
    assert timed.loop.exponent.high < 0.9
    assert "rows" not in timed.predict(pre_save=0, post_save=1, rows=50_000).assumed


def test_two_numbers_of_rows_do_only_where_calls_were_counted_at_three() -> None:
    assert measured(rows=(10, 1000)) is None


def test_one_number_of_rows_is_no_model() -> None:
    assert measured(rows=(100,)) is None


@pytest.mark.parametrize("wrong", [(0, 0, 10), (0, 1, 0), (-1, 2, 10)])
def test_nothing_is_not_predicted(wrong: tuple[int, int, int]) -> None:
    model = measured()
    assert model is not None
    with pytest.raises(ValueError, match="nothing to predict"):
        model.predict(pre_save=wrong[0], post_save=wrong[1], rows=wrong[2])


def test_a_product_is_less_sure_than_either_part_and_may_be_0_if_the_share_may() -> None:
    time = within(1_000, 1.5)
    found = product(within(0.1, 1.2), time)
    assert found.value == pytest.approx(100)
    assert 1.5 < found.high / found.value < 1.5 * 1.2
    assert product(Estimate(value=0.1, low=0.0, high=0.2, confidence=0.95), time).low == 0
