"""Numbers as text: the only place that decides how a time, a ratio or a share is written.

The same number always gives the same text. No function here takes None: what was not measured is for
the caller to say.
"""

from __future__ import annotations

import math

from bench.model import Axis, Estimate

_TIMES = ("ns", "µs", "ms", "s")
_SIZES = ("B", "kB", "MB", "GB", "TB")


def digits(estimate: Estimate) -> int:
    """How many significant digits of the figure its interval supports: 3, 2 where the ends are a factor of
    1.5 apart, and 1 from a factor of ten on, or where the ends lie on different sides of 0.
    """
    low, high = sorted((abs(estimate.low), abs(estimate.high)))
    if estimate.low * estimate.high <= 0 or high >= 10 * low:
        return 1
    return 2 if high >= 1.5 * low else 3


def time(ns: float, digits: int = 3) -> str:
    """Nanoseconds with so many significant digits: "812 ns", "1.24 µs", "1.30 s"; with two "1.2 µs"."""
    return _scaled(_significant(ns, digits), _TIMES, digits)


def size(n_bytes: float) -> str:
    """Bytes with two significant digits or more, in powers of 1,000: "812 B", "1.2 kB"."""
    if abs(n_bytes) < 999.5:
        return f"{_signed(round(n_bytes), ',.0f')} B"
    number, _, unit = _scaled(n_bytes, _SIZES).partition(" ")
    if number.lstrip("−").find(".") == 1:
        number = number[:-1]
    return f"{number} {unit}"


def times(ratio: float, digits: int = 3) -> str:
    """A ratio with the digits that tell it apart: "0.018×", "1.18×", "12×", "1,240×".

    With fewer significant digits than three, as `digits` gives them: "1.2×", "1,200×", "0.14×"; "1×",
    "1,000×", "0.1×".
    """
    if 0 < ratio < 0.0995:
        return f"{ratio:.{min(digits, 2)}g}×" if ratio >= 0.0001 else "<0.0001×"
    if digits < 3:
        ratio = _significant(ratio, digits)
    below_point = min(digits, 2) if ratio < 1 else digits - 1 if ratio < 9.995 else 0
    return f"{_number(ratio, below_point)}×"


def ends(ratio: Estimate) -> tuple[str, str]:
    """The ends of a ratio's interval: ("1.15", "1.21"), ("2.7", "3.6"), ("15", "4,700"), ("1.02", "1.6").

    They have two digits at least, and three next to 1, where two would move an end over a margin, or to 1.
    """
    supported = max(2, digits(ratio))
    low, high = (
        times(end, 3 if 0.9 < end < 1.1 else supported).rstrip("×") for end in (ratio.low, ratio.high)
    )
    return low, high


def share(part: float) -> str:
    """A share as a percentage: 0.05 is "5%", 0.004 is "0.4%", 0.27 is "27%"."""
    percent = abs(part) * 100
    digits = 0 if percent >= 9.95 else 1 if percent >= 0.095 or percent == 0 else 2
    text = _number(percent, digits)
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return f"{'−' if part < 0 and text != '0' else ''}{text}%"


def integer(number: float) -> str:
    """The nearest whole number with separators: "1,000"."""
    return _signed(round(number), ",d")


def duration(seconds: float) -> str:
    """Time that passes while someone waits: "40 s", "3 min 5 s", "2 h 10 min"."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s" if whole or not seconds else "less than 1 s"
    if whole < 3600:
        return _two(whole // 60, "min", whole % 60, "s")
    minutes = round(seconds / 60)
    return _two(minutes // 60, "h", minutes % 60, "min")


def plural(number: float, noun: str) -> str:
    """ "1 cell", "1,000 cells"."""
    return f"{integer(number)} {noun}{'' if number == 1 else 's'}"


def every(total: int, noun: str) -> str:
    """ "the only cell", "both cells", "all 35 cells"."""
    if total == 1:
        return f"the only {noun}"
    return f"both {noun}s" if total == 2 else f"all {plural(total, noun)}"


def point(axis: Axis) -> str:
    """A point of the axes in a sentence: "1,000 receivers, caching on"; empty without axes."""
    return ", ".join(
        plural(value, name.removesuffix("s")) if isinstance(value, int) else f"{name} {value}"
        for name, value in axis
    )


def axis(axis: Axis) -> str:
    """A point of the axes, in their order: "receivers 1,000, caching on"; empty without axes."""
    return ", ".join(f"{name} {integer(value) if isinstance(value, int) else value}" for name, value in axis)


def _significant(number: float, digits: int) -> float:
    """The nearest number of so many significant digits."""
    return round(number, digits - 1 - math.floor(math.log10(abs(number)))) if number else number


def _scaled(number: float, units: tuple[str, ...], figures: int = 3) -> str:
    """So many significant digits, in the largest unit that leaves at least 1 before the point."""
    rank = 0
    while abs(number) >= 999.5 and rank < len(units) - 1:
        number /= 1000
        rank += 1
    before_point = 1 if abs(number) < 9.995 else 2 if abs(number) < 99.95 else 3
    return f"{_number(number, max(0, figures - before_point))} {units[rank]}"


def _number(number: float, digits: int) -> str:
    return _signed(number, f",.{digits}f")


def _signed(number: float, form: str) -> str:
    """Formatted with a real minus sign, and none before a zero."""
    text = format(abs(number), form)
    return f"−{text}" if number < 0 and text.strip("0.") else text


def _two(large: int, large_unit: str, small: int, small_unit: str) -> str:
    return f"{large} {large_unit} {small} {small_unit}" if small else f"{large} {large_unit}"
