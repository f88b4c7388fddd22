"""Neighbouring slices, and how wide an interval they let expect."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from bench.analysis.outlook import CONFIDENCE, MANY, PROCESS_BIAS, precision, slices, spoilt_share
from tests.analysis.traces import flips, steady

PIECE_NS, SLICE_NS, PAUSE_NS = 100_000.0, 400_000.0, 100_000.0


def log_slices(log_ns):
    return slices(np.exp(log_ns).tolist(), PIECE_NS, SLICE_NS, PAUSE_NS)


def test_a_slice_is_so_many_pieces_and_a_pause_follows_it():
    found = slices([1.0, 1.0, 3.0, 3.0, 99.0, 4.0, 4.0, 4.0, 4.0, 99.0, 7.0], PIECE_NS, SLICE_NS, PAUSE_NS)

    assert np.exp(found).tolist() == pytest.approx([2.0, 4.0])


def test_neighbours_differ_only_where_the_speed_flips_between_them():
    added = flips(20_000, ratio=2.0, fast=[100], slow=[100])

    assert spoilt_share(log_slices(steady() + added)) == pytest.approx(5 / 100, rel=0.01)
    assert spoilt_share(log_slices(steady(drift=0.5))) == 0.0


def test_one_slice_has_no_neighbour():
    with pytest.raises(ValueError, match="1 slices"):
        spoilt_share(np.zeros(1))


def test_on_a_silent_machine_only_the_bias_of_the_processes_is_left():
    forks = 20
    student = stats.t.ppf((1 + CONFIDENCE) / 2, forks - 1) * PROCESS_BIAS / math.sqrt(forks)

    expected = precision(log_slices(steady()), forks, np.random.default_rng(1))

    assert expected.alone == pytest.approx(student, rel=0.15)
    assert expected.among_many > stats.norm.isf(0.025 / MANY) * PROCESS_BIAS / math.sqrt(forks)


def test_rare_flips_cost_nothing_and_frequent_ones_half_as_much_again():
    silent, rare, wild = (
        precision(log_slices(steady() + added), 20, np.random.default_rng(1)).alone
        for added in (
            np.zeros(20_000),
            flips(20_000, ratio=2.0, fast=[100], slow=[100]),
            flips(20_000, ratio=2.0, fast=[3, 7, 4, 2], slow=[5, 2, 6, 3]),
        )
    )

    assert rare == pytest.approx(silent, rel=0.1)
    assert wild > 1.4 * silent


def test_more_forks_narrow_it():
    few, many = (
        precision(log_slices(steady(jitter=0.05)), forks, np.random.default_rng(1)) for forks in (10, 40)
    )

    assert many.alone < few.alone / 1.8
    assert many.among_many < few.among_many / 1.8
