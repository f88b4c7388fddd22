"""Ticks are round, and labels pushed apart stay near their places."""

from __future__ import annotations

import pytest

from bench.render.charts.scales import (
    Scale,
    linear_ticks,
    log_ticks,
    ratio_tick,
    ratio_ticks,
    span,
    spread,
    time_tick,
)


def test_a_log_scale_gives_equal_room_to_equal_ratios() -> None:
    scale = Scale(low=1, high=100, start=0, end=200, logarithmic=True)
    assert [scale.place(number) for number in (1, 10, 100)] == pytest.approx([0, 100, 200])
    assert scale.place(1000) == 200


def test_log_ticks_thin_out() -> None:
    assert log_ticks(1, 100, 7) == [1, 2, 5, 10, 20, 50, 100]
    assert log_ticks(1, 100, 5) == pytest.approx([1, 3, 10, 30, 100])
    assert log_ticks(1, 1e6, 4) == pytest.approx([1, 100, 1e4, 1e6])


def test_linear_ticks_are_round() -> None:
    assert linear_ticks(0, 290, 6) == [0, 50, 100, 150, 200, 250]


def test_ratio_ticks_always_have_1() -> None:
    assert ratio_ticks(0.85, 1.33, 5) == pytest.approx([0.9, 1.0, 1.1, 1.2, 1.3])
    assert 1.0 in ratio_ticks(0.01, 300, 4)
    assert 1.0 in ratio_ticks(0.9, 40, 3)


def test_ticks_have_no_needless_zeros() -> None:
    assert [time_tick(ns) for ns in (0, 50, 1000, 2500, 1e7)] == ["0", "50 ns", "1 µs", "2.5 µs", "10 ms"]
    assert [ratio_tick(ratio) for ratio in (0.5, 1, 1.25, 10)] == ["0.5×", "1×", "1.25×", "10×"]


def test_a_span_of_equal_numbers_has_a_width() -> None:
    for logarithmic in (True, False):
        low, high = span([5.0, 5.0], logarithmic=logarithmic)
        assert low < 5 < high


def test_labels_far_apart_stay() -> None:
    assert spread([10, 50, 90], 15, 0, 100) == [10, 50, 90]


def test_labels_that_touch_move_apart_evenly() -> None:
    assert spread([50, 50, 50], 10, 0, 100) == [40, 50, 60]


def test_labels_stay_on_the_sheet() -> None:
    assert spread([1, 2], 10, 0, 100) == [0, 10]
    assert spread([99, 100], 10, 0, 100) == [90, 100]
