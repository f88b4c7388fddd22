"""Each verdict as the report words it."""

from __future__ import annotations

import dataclasses

import pytest

from bench.model import Comparison, ComparisonKind, Estimate, Verdict
from bench.render import wording
from tests import synthetic


def comparison(
    verdict: Verdict, ratio: tuple[float, float, float] | None = None, reason: str | None = None
) -> Comparison:
    return Comparison(
        kind=ComparisonKind.VERSION,
        question="receivers",
        variant="send",
        axis=(("receivers", 1),),
        baseline="4.2",
        candidate="5.2",
        ratio=ratio and Estimate(value=ratio[0], low=ratio[1], high=ratio[2], confidence=0.95),
        verdict=verdict,
        reason=reason,
    )


@pytest.mark.parametrize(
    ("verdict", "ratio", "told"),
    [
        (Verdict.SLOWER, (1.18, 1.15, 1.21), "1.18× slower"),
        (Verdict.SLOWER, (300.0, 12.0, 6400.0), "at least 12× slower"),
        (Verdict.FASTER, (1 / 4, 1 / 8, 1 / 2), "at least 2.0× faster"),
        (Verdict.FASTER, (1 / 1.21, 1 / 1.24, 1 / 1.18), "1.21× faster"),
    ],
)
def test_where_the_interval_is_left_out_no_more_is_told_than_is_known(
    verdict: Verdict, ratio: tuple[float, float, float], told: str
) -> None:
    assert wording.surely(comparison(verdict, ratio)) == told


@pytest.mark.parametrize(
    ("verdict", "ratio", "reason", "text"),
    [
        (Verdict.SLOWER, (1.18, 1.15, 1.21), None, "▲ 1.18× slower (1.15–1.21)"),
        (Verdict.SLOWER, (11.2, 9.9, 12.6), None, "▲ 11× slower (9.90–13)"),
        (Verdict.FASTER, (1 / 1.21, 1 / 1.24, 1 / 1.18), None, "▼ 1.21× faster (1.18–1.24)"),
        (Verdict.SAME, (1.01, 0.99, 1.03), None, "= same within 5%"),
        (Verdict.UNCLEAR, (1.03, 1 / 1.03, 1.09), None, "? unclear: 3% faster to 9% slower"),
        (Verdict.UNCLEAR, (1.05, 1.02, 1.09), None, "? unclear: 2% to 9% slower"),
        (Verdict.UNCLEAR, (0.95, 1 / 1.09, 1 / 1.02), None, "? unclear: 2% to 9% faster"),
        (Verdict.UNCLEAR, (1.5, 0.4, 4.0), None, "? unclear: 2.5× faster to 4.0× slower"),
        (Verdict.UNCLEAR, None, "one fork only", "? unclear: one fork only"),
        (Verdict.UNCLEAR, None, None, "? unclear: no interval"),
        (Verdict.NOT_COMPARABLE, None, "Python differs", "≠ not comparable: Python differs"),
        (Verdict.NO_DATA, None, "needs Django 5.0", "– no data: needs Django 5.0"),
        (Verdict.NO_DATA, None, None, "– no data"),
    ],
)
def test_verdicts(
    verdict: Verdict, ratio: tuple[float, float, float] | None, reason: str | None, text: str
) -> None:
    assert wording.text(comparison(verdict, ratio, reason), 0.05) == text


def test_every_verdict_has_a_mark_of_its_own() -> None:
    assert len({wording.mark(verdict) for verdict in Verdict}) == len(Verdict)


def test_the_margin_is_never_below_the_noise_floor() -> None:
    results = synthetic.results()
    assert wording.margin(results) == 0.05
    assert wording.margin(dataclasses.replace(results, noise_floor=0.073)) == 0.073
    assert wording.margin(dataclasses.replace(results, noise_floor=None)) == 0.05


def test_a_change_without_a_ratio_is_a_defect_that_speaks_up() -> None:
    with pytest.raises(ValueError, match="slower comparison of receivers has no ratio"):
        wording.magnitude(comparison(Verdict.SLOWER))
