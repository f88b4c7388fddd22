"""What a ratio comes to in time, and how surely."""

from __future__ import annotations

import dataclasses

import pytest

from bench.model import Estimate
from bench.render.amounts import Amount, amounts, more_or_less, per_each
from bench.render.table import main_comparisons
from tests import synthetic


def amount_of(ratio: Estimate, time: Estimate) -> Amount:
    """Of a comparison with this ratio, whose baseline takes this time."""
    made = synthetic.results(synthetic.plan(questions=(synthetic.RECEIVERS,)))
    cells = tuple(dataclasses.replace(cell, ns_per_op=time) for cell in made.cells)
    comparison = dataclasses.replace(main_comparisons(made)[0], ratio=ratio)
    amount = amounts(dataclasses.replace(made, cells=cells))(comparison)
    assert amount
    return amount


def within(low: float, value: float, high: float) -> Estimate:
    return Estimate(value=value, low=low, high=high, confidence=0.95)


def test_a_sure_ratio_of_an_unsure_time_is_an_unsure_amount() -> None:
    """On a machine of two speeds: 7.1× of something that takes 340 to 630 ns adds 2.0 to 3.9 µs."""
    amount = amount_of(within(6.95, 7.1, 7.2), within(340.0, 526.0, 630.0))
    assert per_each(amount, "send") == "3.2 µs per send (2.0 µs to 3.9 µs)"


@pytest.mark.parametrize(
    ("ratio", "told"),
    [
        (within(1.18, 1.2, 1.23), "400 ns more per send"),
        (within(0.77, 0.8, 0.82), "400 ns less per send"),
    ],
)
def test_an_amount_has_no_more_digits_than_time_and_ratio_support(ratio: Estimate, told: str) -> None:
    assert more_or_less(amount_of(ratio, within(1500.0, 2016.0, 3600.0))) == told
