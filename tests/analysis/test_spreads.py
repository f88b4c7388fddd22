"""The two variances that decide how many rounds a fork gets."""

from __future__ import annotations

import numpy as np
import pytest

from bench.analysis.spreads import spread_of


def test_both_variances_are_found() -> None:
    chance = np.random.default_rng(1)
    forks = 0.01 * chance.standard_normal((400, 1))
    spread = spread_of(forks + 0.03 * chance.standard_normal((400, 21)))

    assert spread is not None
    assert spread.turn**0.5 == pytest.approx(0.03, rel=0.1)
    assert spread.fork**0.5 == pytest.approx(0.01, rel=0.15)


def test_a_spoilt_turn_now_and_then_does_not_count() -> None:
    chance = np.random.default_rng(2)
    turns = 0.03 * chance.standard_normal((200, 20))
    spoilt = turns.copy()
    spoilt[:, 3] += 0.7

    clean, found = spread_of(turns), spread_of(spoilt)

    assert clean is not None
    assert found is not None
    assert found.turn == pytest.approx(clean.turn, rel=0.3)


def test_forks_that_are_alike_by_chance_are_not_taken_for_equal() -> None:
    spread = spread_of(np.array([[0.0, 0.1, 0.2], [0.2, 0.1, 0.0], [0.0, 0.1, 0.25]]))

    assert spread is not None
    assert spread.fork >= 0


@pytest.mark.parametrize("turns", [[[0.1, 0.2]], [[0.1], [0.2]], [[0.1, np.nan], [0.2, 0.3]]])
def test_one_fork_or_single_turns_tell_nothing(turns: list[list[float]]) -> None:
    assert spread_of(np.array(turns)) is None
