"""Numbers as a reader sees them."""

from __future__ import annotations

import pytest

from bench import units
from bench.model import Estimate


@pytest.mark.parametrize(
    ("ns", "text"),
    [
        (0, "0.00 ns"),
        (0.42, "0.42 ns"),
        (65, "65.0 ns"),
        (812.3, "812 ns"),
        (999.4, "999 ns"),
        (999.6, "1.00 µs"),
        (1_240, "1.24 µs"),
        (9_996, "10.0 µs"),
        (35_160_000, "35.2 ms"),
        (999_600_000, "1.00 s"),
        (1_300_000_000, "1.30 s"),
        (4_200_000_000_000, "4,200 s"),
        (-12.34, "−12.3 ns"),
        (-0.001, "0.00 ns"),
    ],
)
def test_a_time_has_three_significant_digits(ns: float, text: str) -> None:
    assert units.time(ns) == text


@pytest.mark.parametrize(
    ("ratio", "text"),
    [
        (0.00001, "<0.0001×"),
        (0.0183, "0.018×"),
        (0.85, "0.85×"),
        (1.0, "1.00×"),
        (1.178, "1.18×"),
        (9.99, "9.99×"),
        (9.996, "10×"),
        (12.4, "12×"),
        (1240, "1,240×"),
    ],
)
def test_a_ratio_has_enough_digits(ratio: float, text: str) -> None:
    assert units.times(ratio) == text


@pytest.mark.parametrize(
    ("part", "text"),
    [
        (0, "0%"),
        (0.05, "5%"),
        (0.004, "0.4%"),
        (0.014, "1.4%"),
        (0.0004, "0.04%"),
        (0.0996, "10%"),
        (0.27, "27%"),
        (12.0, "1,200%"),
        (-0.03, "−3%"),
        (-0.000001, "0%"),
    ],
)
def test_a_share_is_a_percentage(part: float, text: str) -> None:
    assert units.share(part) == text


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0"), (1000, "1,000"), (1234567.6, "1,234,568"), (-2, "−2")]
)
def test_an_integer_has_separators(number: float, text: str) -> None:
    assert units.integer(number) == text


@pytest.mark.parametrize(
    ("n_bytes", "text"),
    [
        (0, "0 B"),
        (812, "812 B"),
        (999.6, "1.0 kB"),
        (1_240, "1.2 kB"),
        (35_160, "35.2 kB"),
        (350_000, "350 kB"),
        (2_500_000, "2.5 MB"),
        (-1_240, "−1.2 kB"),
    ],
)
def test_a_size_is_in_powers_of_a_thousand(n_bytes: float, text: str) -> None:
    assert units.size(n_bytes) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 s"),
        (0.2, "less than 1 s"),
        (40, "40 s"),
        (59.7, "1 min"),
        (185, "3 min 5 s"),
        (3599.8, "1 h"),
        (7800, "2 h 10 min"),
    ],
)
def test_a_duration_has_two_units_at_most(seconds: float, text: str) -> None:
    assert units.duration(seconds) == text


def test_an_axis_reads_in_the_order_of_the_scenario() -> None:
    assert units.axis((("receivers", 1000), ("caching", "on"))) == "receivers 1,000, caching on"
    assert units.axis(()) == ""


@pytest.mark.parametrize(
    ("ratio", "digits", "text"),
    [(0.1, 1, "0.1×"), (0.14, 2, "0.14×"), (0.77, 2, "0.77×"), (0.996, 2, "1.0×"), (1.24, 2, "1.2×")],
)
def test_a_ratio_below_1_keeps_the_digits_it_is_given(ratio: float, digits: int, text: str) -> None:
    assert units.times(ratio, digits) == text


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        (1.15, 1.21, ("1.15", "1.21")),
        (2.7, 6.0, ("2.7", "6.0")),
        (1.02, 1.6, ("1.02", "1.6")),
        (0.5, 0.98, ("0.50", "0.98")),
        (15, 4700, ("15", "4,700")),
    ],
)
def test_no_end_of_an_interval_is_moved_to_1(low: float, high: float, text: tuple[str, str]) -> None:
    ratio = Estimate(value=(low * high) ** 0.5, low=low, high=high, confidence=0.95)
    assert units.ends(ratio) == text


@pytest.mark.parametrize(("total", "told"), [(1, "the only cell"), (2, "both cells"), (35, "all 35 cells")])
def test_every_one_of_some(total: int, told: str) -> None:
    assert units.every(total, "cell") == told
