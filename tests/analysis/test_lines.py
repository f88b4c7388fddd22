"""Fitted lines against times whose fixed cost, cost per unit and exponent are known."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from bench.analysis.lines import Line, fit_line
from bench.analysis.location import trimmed
from bench.analysis.timed_points import TimedPoint, covariance_of

LINES = 200


def test_a_point_whose_few_forks_agree_by_chance_is_no_surer_than_the_others() -> None:
    usual = TimedPoint(n=1, log_ns=0.0, variance=0.01, degrees=3, forks=4)
    points = [usual, replace(usual, n=10), replace(usual, n=100, variance=1e-9)]
    variances = np.diag(covariance_of(points)) - covariance_of(points)[0, 1]
    assert variances[2] == pytest.approx((0.01 + 0.01 + 1e-9) / 3)


def simulated(
    chance: np.random.Generator,
    at: dict[int, int],
    *,
    fixed: float,
    per_unit: float,
    exponent: float = 1.0,
    flip: float = 0.0,
    shared: float = 0.0,
) -> Line:
    """A line through points timed in so many forks.

    flip: the log of how far apart the machine's two speeds are, each fork of each point at one of them.
    shared: the spread of what a fork does to all its points alike.
    """
    forks = chance.normal(0, shared, max(at.values()))
    points = []
    for n, number in at.items():
        moods = np.where(chance.random(number) < 0.5, -flip / 2, flip / 2)
        logs = math.log(fixed + per_unit * n**exponent) + moods + forks[:number]
        logs += chance.normal(0, 0.02, number)
        middle = trimmed(logs)
        points.append(
            TimedPoint(
                n=n,
                log_ns=middle.value,
                variance=middle.variance,
                degrees=middle.degrees,
                forks=number,
                fork_log_ns=dict(enumerate(logs.tolist())),
            )
        )
    return fit_line(points, 0.95)


@pytest.mark.parametrize(
    ("at", "fixed", "per_unit", "flip", "shared"),
    [
        ({1: 12, 2: 12, 5: 12, 10: 12, 100: 12, 1000: 12}, 2_400, 1_100, 0.6, 0.0),
        ({1: 8, 10: 8, 100: 8, 1000: 8}, 2_400, 1_100, 0.0, 0.03),
        ({10: 15, 100: 11, 1000: 6}, 30_000, 220_000, 0.6, 0.0),
    ],
    ids=["a machine with two speeds", "forks that differ as a whole", "few points, fewer forks"],
)
def test_95_of_100_intervals_hold_the_truth(
    at: dict[int, int], fixed: float, per_unit: float, flip: float, shared: float
) -> None:
    chance = np.random.default_rng(1)
    lines = [
        simulated(chance, at, fixed=fixed, per_unit=per_unit, flip=flip, shared=shared) for _ in range(LINES)
    ]

    least = 0.95 - 3 * math.sqrt(0.95 * 0.05 / LINES)
    for truth, estimates in (
        (fixed, [line.fixed_ns for line in lines]),
        (per_unit, [line.per_unit_ns for line in lines]),
        (1.0, [line.exponent for line in lines if line.exponent]),
    ):
        assert len(estimates) == LINES
        assert sum(each.low <= truth <= each.high for each in estimates) / LINES >= least


def test_an_exponent_other_than_1_is_found() -> None:
    chance = np.random.default_rng(2)
    lines = [
        simulated(chance, {1: 8, 10: 8, 100: 8}, fixed=2_400, per_unit=100, exponent=2) for _ in range(40)
    ]
    exponents = [line.exponent for line in lines]
    assert sum(each is not None and each.low <= 2 <= each.high and each.low > 1.5 for each in exponents) >= 35


def exact(heights: dict[int, float], error: float = 0.01) -> list[TimedPoint]:
    return [
        TimedPoint(n=n, log_ns=math.log(ns), variance=error**2, degrees=20, forks=10)
        for n, ns in heights.items()
    ]


def test_a_line_without_error_is_found_to_a_thousandth() -> None:
    line = fit_line(exact({1: 3_500, 10: 13_400, 100: 112_400}), 0.95)
    assert line.fixed_ns.value == pytest.approx(2_400, rel=1e-3)
    assert line.per_unit_ns.value == pytest.approx(1_100, rel=1e-3)
    assert line.misfit == 1


def test_what_does_not_lie_on_a_line_has_wider_intervals_and_says_so() -> None:
    straight = fit_line(exact({1: 3_500, 10: 13_400, 100: 112_400}), 0.95)
    bent = fit_line(exact({1: 3_500, 10: 20_000, 100: 112_400}), 0.95)
    assert bent.misfit > 5
    assert bent.fixed_ns.high - bent.fixed_ns.low > 3 * (straight.fixed_ns.high - straight.fixed_ns.low)


def test_a_fixed_cost_that_cannot_be_told_from_nothing_reaches_down_to_0() -> None:
    line = fit_line(exact({10: 1e6, 100: 1e7, 1000: 1e8}), 0.95)
    assert line.fixed_ns.low == 0 < line.fixed_ns.high


def test_what_does_not_grow_has_no_exponent() -> None:
    line = fit_line(exact({1: 1_000, 10: 1_005, 100: 998}), 0.95)
    assert line.per_unit_ns.low == 0
    assert line.exponent is None


def test_beyond_the_last_point_the_interval_grows_with_what_the_exponent_leaves_open() -> None:
    line = fit_line(exact({10: 1e6, 100: 1e7, 1000: 1e8}, error=0.1), 0.95)
    widths = [math.log(line.at(n).high / line.at(n).low) for n in (1_000, 10_000, 100_000)]
    assert widths[0] < widths[1] < widths[2]


def width(points: list[TimedPoint]) -> float:
    found = fit_line(points, 0.95).at(10)
    return math.log(found.high / found.low)


def test_forks_are_paired_by_their_numbers() -> None:
    moods = np.random.default_rng(3).normal(0, 0.05, 8)
    points = exact({1: 3_500, 10: 13_400, 100: 112_400})

    def from_fork(*firsts: int) -> float:
        return width(
            [
                replace(point, fork_log_ns={first + n: point.log_ns + mood for n, mood in enumerate(moods)})
                for point, first in zip(points, firsts, strict=True)
            ]
        )

    alone = width([replace(point, fork_log_ns={point.n: point.log_ns}) for point in points])
    assert from_fork(0, 0, 0) > 1.5 * alone
    assert from_fork(0, 100, 200) == pytest.approx(alone)


def test_where_forks_are_not_known_all_their_errors_may_be_shared() -> None:
    points = exact({1: 3_500, 10: 13_400, 100: 112_400})
    known = width([replace(point, fork_log_ns={point.n: point.log_ns}) for point in points])
    assert known < width(points) < 2 * known


def test_below_the_first_point_the_interval_grows_too() -> None:
    line = fit_line(exact({10: 1e6, 100: 1e7, 1000: 1e8}, error=0.1), 0.95)
    widths = [math.log(line.at(n).high / line.at(n).low) for n in (10, 3, 1)]
    assert widths[0] < widths[1] < widths[2]


@pytest.mark.parametrize("places", [(0, 1, 2), (1, 1, 2), (5,)])
def test_no_line_goes_through_such_points(places: tuple[int, ...]) -> None:
    points = [TimedPoint(n=n, log_ns=1.0, variance=0.1, degrees=5, forks=6) for n in places]
    with pytest.raises(ValueError, match="no line"):
        fit_line(points, 0.95)
