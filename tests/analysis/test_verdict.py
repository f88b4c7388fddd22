from __future__ import annotations

import pytest

from bench.analysis.verdict import decide
from bench.model import Estimate, Verdict

INVERSE = 1 / 1.25
"""The lower edge of a margin of 25%: both edges are exact in binary, so touching can be tested."""


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [
        (1.26, 1.40, Verdict.SLOWER),
        (1.25, 1.40, Verdict.UNCLEAR),  # touches the margin, and so is not beyond it
        (0.60, 0.79, Verdict.FASTER),
        (0.60, INVERSE, Verdict.UNCLEAR),
        (0.90, 1.10, Verdict.SAME),
        (INVERSE, 1.25, Verdict.SAME),
        (0.79, 1.10, Verdict.UNCLEAR),
        (0.90, 1.26, Verdict.UNCLEAR),
        (0.50, 2.00, Verdict.UNCLEAR),  # says nothing at all, and so never "same"
        (1.05, 1.10, Verdict.SAME),  # surely slower, and surely by less than matters
    ],
)
def test_the_interval_is_placed_against_the_margin(low: float, high: float, verdict: Verdict) -> None:
    ratio = Estimate(value=(low * high) ** 0.5, low=low, high=high, confidence=0.95)

    assert decide(ratio, 0.25) is verdict


def test_without_a_margin_any_sure_difference_counts() -> None:
    assert decide(Estimate(value=1.002, low=1.001, high=1.003, confidence=0.95), 0.0) is Verdict.SLOWER
    assert decide(Estimate(value=1.0, low=1.0, high=1.0, confidence=0.95), 0.0) is Verdict.SAME
