"""The intervals against simulated noise whose truth is known. Allowances are three binomial errors."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from bench.analysis.intervals import joint_ratios
from bench.analysis.location import trimmed
from bench.analysis.rounds import fork_medians
from bench.analysis.verdict import decide
from bench.model import Estimate, Verdict
from tests.analysis.simulation import (
    FLICKER,
    LONG,
    RELAY,
    SHORT,
    Noise,
    log_ratios,
    log_ratios_side_by_side,
)

COMPARISONS = 1500


def alone(log_rounds: np.ndarray) -> list[Estimate]:
    """Each comparison with an interval of its own, as if nothing else had been measured."""
    return [joint_ratios([trimmed(forks)], [None], 0.95)[0] for forks in fork_medians(log_rounds)]


def together(log_rounds: np.ndarray) -> list[Estimate]:
    """The comparisons of one report."""
    locations = [trimmed(forks) for forks in fork_medians(log_rounds)]
    return joint_ratios(locations, [None] * len(locations), 0.95)


def holding(estimates: list[Estimate], truth: float) -> float:
    return sum(estimate.low <= truth <= estimate.high for estimate in estimates) / len(estimates)


@pytest.mark.parametrize("noise", [RELAY, FLICKER], ids=["long spells", "flicker"])
@pytest.mark.parametrize("forks", [5, 10, 20, 50])
def test_95_of_100_intervals_of_a_relay_hold_the_truth(forks: int, noise: Noise) -> None:
    chance = np.random.default_rng(forks)
    simulated = log_ratios(chance, noise, comparisons=COMPARISONS, forks=forks, rounds=20, truth=1.25)

    error = math.sqrt(0.95 * 0.05 / COMPARISONS)
    assert 0.94 - 3 * error <= holding(alone(simulated), 1.25) <= 0.96 + 3 * error


@pytest.mark.parametrize("length_s", [0.025, 0.2])
@pytest.mark.parametrize("forks", [5, 10, 20, 50])
def test_95_of_100_intervals_of_what_runs_side_by_side_hold_the_truth(forks: int, length_s: float) -> None:
    chance = np.random.default_rng(forks)
    simulated = log_ratios_side_by_side(
        chance, comparisons=COMPARISONS, forks=forks, length_s=length_s, truth=1.25
    )

    error = math.sqrt(0.95 * 0.05 / COMPARISONS)
    assert 0.94 - 3 * error <= holding(alone(simulated), 1.25) <= 0.96 + 3 * error


@pytest.mark.parametrize("forks", [3, 5, 10, 20])
def test_where_speed_often_flips_within_a_single_round_they_are_rather_too_wide(forks: int) -> None:
    chance = np.random.default_rng(forks)
    simulated = log_ratios(chance, LONG, comparisons=COMPARISONS, forks=forks, rounds=1)

    error = math.sqrt(0.95 * 0.05 / COMPARISONS)
    assert 0.95 - 3 * error <= holding(alone(simulated), 1.0) <= 0.98


@pytest.mark.parametrize("forks", [3, 5])
def test_a_common_prior_makes_joint_intervals_much_narrower(forks: int) -> None:
    simulated = log_ratios(np.random.default_rng(forks), SHORT, comparisons=200, forks=forks, rounds=5)
    quantile = stats.t.isf((1 - 0.95 ** (1 / 200)) / 2, forks - 1)

    moderated = [math.log(ratio.high / ratio.low) / 2 for ratio in together(simulated)]
    by_themselves = stats.sem(fork_medians(simulated), axis=1) * quantile

    assert np.median(moderated) < np.median(by_themselves) / (4 if forks == 3 else 1.5)


@pytest.mark.parametrize(("forks", "rounds", "noise"), [(5, 3, SHORT), (10, 3, SHORT), (5, 1, LONG)])
def test_a_report_of_200_comparisons_of_the_same_code_misses_seldom(
    forks: int, rounds: int, noise: Noise
) -> None:
    chance = np.random.default_rng(1)
    reports = 60
    missed = called = 0
    for _ in range(reports):
        ratios = together(log_ratios(chance, noise, comparisons=200, forks=forks, rounds=rounds))
        missed += holding(ratios, 1.0) < 1
        called += sum(decide(ratio, 0.01) in (Verdict.SLOWER, Verdict.FASTER) for ratio in ratios)

    # 5 of 100 are promised; up to 8 were measured over more reports than fit here: see intervals.py.
    assert missed / reports <= 0.08 + 3 * math.sqrt(0.08 * 0.92 / reports)
    assert called <= 0.001 * 200 * reports


def test_a_planted_slowdown_of_a_quarter_is_found_in_nearly_every_comparison() -> None:
    chance = np.random.default_rng(3)
    noise = Noise(slice_s=(0.005, 0.02), process_bias=(0.01, 0.03))
    ratios = together(log_ratios(chance, noise, comparisons=200, forks=10, rounds=5, truth=1.25))

    verdicts = [decide(ratio, 0.05) for ratio in ratios]

    assert verdicts.count(Verdict.SLOWER) >= 190
    assert verdicts.count(Verdict.FASTER) == verdicts.count(Verdict.SAME) == 0


def test_what_is_2_percent_slower_is_not_called_the_same_within_1_percent() -> None:
    chance = np.random.default_rng(4)
    ratios = together(log_ratios(chance, SHORT, comparisons=1000, forks=20, rounds=3, truth=1.02))

    assert not [ratio for ratio in ratios if decide(ratio, 0.01) is Verdict.SAME]


def test_same_needs_the_whole_interval_inside_the_margin() -> None:
    chance = np.random.default_rng(5)
    ratios = together(log_ratios(chance, SHORT, comparisons=200, forks=30, rounds=5))
    same = [ratio for ratio in ratios if decide(ratio, 0.05) is Verdict.SAME]

    assert len(same) > 100
    assert all(ratio.low >= 1 / 1.05 and ratio.high <= 1.05 for ratio in same)
