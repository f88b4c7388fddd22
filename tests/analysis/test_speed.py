"""Levels and spells, on traces where both are known."""

from __future__ import annotations

import numpy as np
import pytest

from bench.analysis.speed import describe
from tests.analysis.traces import flips, steady, trace

PIECES = 20_000
MS = 1e6


def test_two_levels_with_their_share_and_spells():
    added = flips(PIECES, ratio=1.9, fast=[300], slow=[100])

    found = describe(*trace(steady(PIECES, jitter=0.01) + added))

    assert found.fast_ns == pytest.approx(100, rel=0.01)
    assert found.slow is not None
    assert found.slow.ratio == pytest.approx(1.9, rel=0.01)
    assert found.slow.share == pytest.approx(190 / 490, rel=0.02)
    assert found.slow.fast_spells.median_ns == pytest.approx(30 * MS, rel=0.02)
    assert found.slow.slow_spells.median_ns == pytest.approx(19 * MS, rel=0.02)
    assert found.slow.slow_spells.count == PIECES // 400
    assert found.jitter == pytest.approx(0.01, rel=0.05)
    assert found.drift == pytest.approx(0, abs=0.002)


def test_long_spells_are_told_beside_the_median():
    added = flips(PIECES, ratio=2.0, fast=[20] * 10, slow=[10] * 8 + [400] * 2)

    found = describe(*trace(steady(PIECES, jitter=0.02) + added))

    assert found.slow is not None
    assert found.slow.slow_spells.median_ns == pytest.approx(2 * MS, rel=0.05)
    assert found.slow.slow_spells.ninety_percent_ns == pytest.approx(80 * MS, rel=0.02)
    assert found.slow.fast_spells.ninety_percent_ns == pytest.approx(2 * MS, rel=0.05)


def test_a_spell_longer_than_the_trace_has_no_length():
    added = np.concatenate([np.zeros(PIECES // 2), np.full(PIECES // 2, np.log(1.5))])

    found = describe(*trace(steady(PIECES, jitter=0.01) + added))

    assert found.slow is not None
    assert found.slow.slow_spells.median_ns is None
    assert found.slow.slow_spells.longest_ns == pytest.approx(1500 * MS, rel=0.01)


@pytest.mark.parametrize(
    "log_ns",
    [
        pytest.param(steady(), id="constant"),
        pytest.param(steady(jitter=0.005), id="little jitter"),
        pytest.param(steady(jitter=0.1), id="much jitter"),
        pytest.param(steady(jitter=0.01, drift=0.5), id="drift"),
        pytest.param(steady(drift=0.5), id="drift without jitter"),
        *(pytest.param(steady(1_000, tail=0.03, seed=s), id=f"heavy tails {s}") for s in range(5)),
        pytest.param(steady() + np.log(50) * (np.arange(20_000) % 50 == 0), id="blips fifty times as long"),
        pytest.param(steady(jitter=0.01) + flips(20_000, ratio=1.02, fast=[99], slow=[99]), id="2% apart"),
    ],
)
def test_one_level_stays_one(log_ns):
    assert describe(*trace(log_ns)).slow is None


@pytest.mark.parametrize("tail", [0.005, 0.03])
def test_heavy_tails_do_not_hide_two_levels(tail: float):
    added = flips(PIECES, ratio=1.9, fast=[40], slow=[20])

    found = describe(*trace(steady(PIECES, tail=tail) + added))

    assert found.slow is not None
    assert found.slow.ratio == pytest.approx(1.9, rel=0.02)
    assert found.slow.slow_spells.median_ns == pytest.approx(3.8 * MS, rel=0.05)


@pytest.mark.parametrize("drift", [0.1, -0.2])
def test_drift_is_told_apart_from_flips(drift: float):
    added = flips(PIECES, ratio=2.0, fast=[70, 20], slow=[30, 110])

    found = describe(*trace(steady(PIECES, jitter=0.02, drift=drift) + added))

    assert found.slow is not None
    assert found.slow.ratio == pytest.approx(2, rel=0.02)
    assert found.drift == pytest.approx(drift, rel=0.05)
    assert found.jitter == pytest.approx(0.02, rel=0.1)


def test_a_single_slow_piece_ends_no_spell():
    log_ns = steady(PIECES, jitter=0.01) + flips(PIECES, ratio=2.0, fast=[100], slow=[100])
    log_ns[50::200] += np.log(2.0)

    found = describe(*trace(log_ns))

    assert found.slow is not None
    assert found.slow.fast_spells.median_ns == pytest.approx(10.1 * MS, rel=0.02)


def test_a_trace_that_is_too_short():
    with pytest.raises(ValueError, match="12 pieces"):
        describe(*trace(steady(12)))
