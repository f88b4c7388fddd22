"""From cells to scalings: which points take part, and what the growth is called."""

from __future__ import annotations

import math

import pytest

from bench.analysis.scaling import from_estimate, growth_of, scalings
from bench.model import Case, Cell, CellResult, CellState, Estimate, Growth


def cell(axis: tuple[tuple[str, int | str], ...], ns: float) -> CellResult:
    return CellResult(
        cell=Cell(Case("question", "variant", axis), "5.2"),
        state=CellState.MEASURED,
        ns_per_op=Estimate(value=ns, low=0.98 * ns, high=1.02 * ns, confidence=0.95),
        fork_ns=(0.99 * ns, ns, 1.01 * ns),
        fork_numbers=(0, 1, 2),
    )


def test_every_point_of_the_other_axes_has_a_line_of_its_own_and_0_is_on_none() -> None:
    cells = [
        cell((("receivers", n), ("caching", caching)), 50 if n == 0 else slope * n + 1_000)
        for caching, slope in (("off", 200.0), ("on", 100.0))
        for n in (0, 1, 10, 100)
    ]
    off, on = scalings(cells, 0.95)
    assert (off.axis, off.rest, off.points) == ("receivers", (("caching", "off"),), (1, 10, 100))
    assert off.per_unit_ns.value == pytest.approx(200, rel=0.01)
    assert on.per_unit_ns.value == pytest.approx(100, rel=0.01)
    assert on.fixed_ns.value == pytest.approx(1_000, rel=0.01)
    assert on.growth is Growth.LINEAR


def test_two_points_are_no_line() -> None:
    assert scalings([cell((("rows", n),), 10.0 * n) for n in (0, 10, 100)], 0.95) == ()


@pytest.mark.parametrize(
    ("low", "high", "growth"),
    [
        (0.95, 1.08, Growth.LINEAR),
        (1.15, 1.40, Growth.FASTER),
        (0.50, 0.80, Growth.SLOWER),
        (0.85, 1.05, Growth.UNCLEAR),
        (1.02, 1.20, Growth.UNCLEAR),
    ],
)
def test_a_word_needs_the_whole_interval(low: float, high: float, growth: Growth) -> None:
    assert growth_of(Estimate(value=(low + high) / 2, low=low, high=high, confidence=0.95)) is growth


def test_without_the_forks_the_middle_of_the_interval_counts() -> None:
    point = from_estimate(1, Estimate(value=130, low=130, high=230, confidence=0.95))
    assert math.exp(point.log_ns) == pytest.approx(math.sqrt(130 * 230))
    assert math.sqrt(point.variance) == pytest.approx(math.log(230 / 130) / 2 / 1.96, rel=0.001)
