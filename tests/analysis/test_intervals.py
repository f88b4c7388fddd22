from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from bench.analysis.intervals import joint_ratios, median_time
from bench.analysis.location import trimmed

FORKS = [0.01, 0.03, 0.02, 0.05, 0.04]


def test_one_comparison_alone_has_the_plain_t_interval() -> None:
    [ratio] = joint_ratios([trimmed(FORKS)], [None], 0.95)

    plain = stats.ttest_1samp(FORKS, 0).confidence_interval(0.95)
    assert (math.log(ratio.low), math.log(ratio.high)) == pytest.approx((plain.low, plain.high))


def test_more_comparisons_ask_for_wider_intervals() -> None:
    [alone] = joint_ratios([trimmed(FORKS)], [None], 0.95)
    beside_another = joint_ratios([trimmed(FORKS)] * 2, [None] * 2, 0.95)[0]

    assert beside_another.low < alone.low < alone.high < beside_another.high


def test_groups_share_no_prior() -> None:
    chance = np.random.default_rng(1)
    quiet, loud = ([trimmed(chance.normal(0, sd, 5)) for _ in range(50)] for sd in (0.01, 0.3))

    apart = joint_ratios(quiet + loud, ["quiet"] * 50 + ["loud"] * 50, 0.95)[:50]
    mixed = joint_ratios(quiet + loud, [None] * 100, 0.95)[:50]

    assert np.median([r.high / r.low for r in apart]) < np.median([r.high / r.low for r in mixed])


def test_two_forks_far_apart_give_bounds_that_are_still_numbers() -> None:
    ratios = joint_ratios([trimmed([-3.0, 3.0])] * 11, [None] * 11, 0.95)

    assert all(0 < ratio.low < ratio.high < math.inf for ratio in ratios)


@pytest.mark.parametrize("forks", [6, 9, 30])
def test_a_time_has_scipys_interval_of_the_median(forks: int) -> None:
    log_ns = np.random.default_rng(forks).normal(7, 0.3, forks)

    time = median_time(log_ns, 0.95)

    expected = stats.quantile_test(log_ns, q=0, p=0.5).confidence_interval(0.95)
    assert (math.log(time.low), math.log(time.high)) == pytest.approx((expected.low, expected.high))
    assert math.log(time.value) == pytest.approx(np.median(log_ns))


def test_the_median_lies_in_its_interval_where_the_machine_has_two_speeds() -> None:
    for forks in range(2, 60):
        log_ns = np.where(np.arange(forks) % 5 < 3, 7.0, 7.0 + math.log(2))
        time = median_time(log_ns, 0.95)
        assert time.low <= time.value <= time.high


def test_a_time_from_one_fork_has_no_interval() -> None:
    with pytest.raises(ValueError, match="1 fork"):
        median_time(np.array([7.0]), 0.95)
