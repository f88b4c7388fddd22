from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from bench.analysis.location import TRIMMED_SHARE, trimmed


def test_up_to_six_forks_give_their_mean_and_its_standard_error() -> None:
    forks = [0.01, 0.03, 0.02, 0.05, 0.04]

    location = trimmed(forks)

    assert location.value == pytest.approx(0.03)
    assert location.variance**0.5 == pytest.approx(stats.sem(forks))
    assert (location.degrees, location.forks) == (4, 5)


@pytest.mark.parametrize("forks", [7, 13, 14, 20, 50])
def test_it_agrees_with_scipys_trimmed_mean_and_trimmed_t(forks: int) -> None:
    values = np.random.default_rng(forks).standard_t(3, forks) + 1

    location = trimmed(values)

    # Against its own mirror image, Welch's error is that of two equal samples: sqrt(2) times that of one.
    welch = stats.ttest_ind(values, -values, trim=TRIMMED_SHARE, equal_var=False)
    assert location.value == pytest.approx(stats.trim_mean(values, TRIMMED_SHARE))
    assert 2 * location.value / (2 * location.variance) ** 0.5 == pytest.approx(welch.statistic)
    assert 2 * location.degrees == pytest.approx(welch.df)


def test_one_fork_that_met_a_slow_spell_moves_nothing() -> None:
    quiet = np.linspace(-0.02, 0.02, 10)
    spoilt = np.append(quiet[:-1], np.log(2))

    assert trimmed(spoilt).value == pytest.approx(trimmed(quiet).value)


def test_one_fork_has_no_error() -> None:
    with pytest.raises(ValueError, match="1 fork"):
        trimmed([0.1])
