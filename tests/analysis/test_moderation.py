from __future__ import annotations

import numpy as np
import pytest

from bench.analysis.moderation import FEWEST, fit_prior, moderate


def test_the_prior_that_variances_were_drawn_from_is_found() -> None:
    chance = np.random.default_rng(1)
    true = 6 * 0.04 / chance.chisquare(6, 20_000)
    seen = true * chance.chisquare(4, true.size) / 4

    prior = fit_prior(seen, np.full(true.size, 4.0))

    # Spread is taken one standard error larger than seen, which is about 1 part in 100 here.
    assert prior.degrees == pytest.approx(6, rel=0.1)
    assert prior.variance == pytest.approx(0.04, rel=0.05)


def test_variances_that_differ_by_chance_alone_become_one() -> None:
    equal = [1.0] * FEWEST

    variances, degrees = moderate(equal, [4] * FEWEST)

    assert len(set(variances)) == 1
    assert set(degrees) == {4 * FEWEST}  # no more than all of them have together


def test_each_variance_moves_towards_the_common_one_and_gains_degrees() -> None:
    own = np.random.default_rng(2).chisquare(2, 100)

    variances, degrees = moderate(own.tolist(), [2] * 100)

    assert variances.min() > own.min()
    assert variances.max() < own.max()
    assert (np.argsort(variances) == np.argsort(own)).all()
    assert (degrees > 2).all()


def test_too_few_to_tell_what_is_common_are_left_alone() -> None:
    own = [0.1, 0.2, 0.4]

    variances, degrees = moderate(own, [4, 4, 4])

    assert variances.tolist() == own
    assert degrees.tolist() == [4, 4, 4]


def test_a_clock_too_coarse_to_show_a_difference_gives_no_infinite_logarithm() -> None:
    variances, _ = moderate([0.0] + [0.1] * 20, [4] * 21)

    assert np.isfinite(variances).all()
    assert moderate([0.0] * 20, [4] * 20)[0].tolist() == [0.0] * 20
