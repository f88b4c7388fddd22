"""Numbers to places on an axis, and the ticks worth naming."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bench import units

_STEPS = ((1.0, 1.5, 2.0, 3.0, 5.0, 7.0), (1.0, 2.0, 5.0), (1.0, 3.0), (1.0,))
_RATIO_STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """An axis from the number `low` at `start` to `high` at `end`, in pixels; logarithmic or linear."""

    low: float
    high: float
    start: float
    end: float
    logarithmic: bool

    def place(self, number: float) -> float:
        """Where the number is; the nearest end for what lies outside."""
        low, high, at = self.low, self.high, min(max(number, self.low), self.high)
        if self.logarithmic:
            low, high, at = math.log(low), math.log(high), math.log(at)
        return self.start + (at - low) / (high - low) * (self.end - self.start)


def span(numbers: Iterable[float], *, logarithmic: bool, room: float = 0.06) -> tuple[float, float]:
    """The ends of an axis that shows all the numbers with some room on both sides."""
    low, high = _ends(numbers)
    if logarithmic:
        spare = max(high / low, 1.02) ** room
        return low / spare, high * spare
    spare = max(high - low, abs(high) * 0.02, 1e-9) * room
    return low - spare, high + spare


def log_ticks(low: float, high: float, at_most: int) -> list[float]:
    """Round numbers between the ends, as close as the allowed count permits."""
    decades = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    for every in range(1, 20):
        for steps in _STEPS if every == 1 else _STEPS[-1:]:
            ticks = [step * 10.0**decade for decade in decades if decade % every == 0 for step in steps]
            inside = [tick for tick in ticks if low <= tick <= high]
            if len(inside) <= at_most:
                return inside if len(inside) > 1 else linear_ticks(low, high, at_most)
    return []


def linear_ticks(low: float, high: float, at_most: int) -> list[float]:
    """Round numbers between the ends, evenly spaced."""
    rough = (high - low) / max(at_most, 2)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(nice * power for nice in (1, 2, 2.5, 5, 10) if nice * power >= rough)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [number * step for number in range(first, last + 1)]


def ratio_ticks(low: float, high: float, at_most: int) -> list[float]:
    """1 and round numbers on both sides of it, as close as the allowed count permits."""
    for step in _RATIO_STEPS:
        first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
        if last - first < at_most and high / low < 4:
            return [number * step for number in range(first, last + 1)]
    ticks = log_ticks(low, high, at_most)
    return ticks if 1.0 in ticks else sorted([*ticks, 1.0])


def time_tick(ns: float) -> str:
    """A round time without needless zeros: "1 µs", "2.5 ms", "0"."""
    if ns == 0:
        return "0"
    number, _, unit = units.time(ns).partition(" ")
    return f"{_bare(number)} {unit}"


def ratio_tick(ratio: float) -> str:
    """A round ratio without needless zeros: "1×", "1.25×"."""
    return f"{_bare(units.times(ratio).removesuffix('×'))}×"


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Places at least `gap` apart, in the order of the wanted ones and as near to them as that allows.

    `wanted` ascends. Least squares by pooling neighbours that would touch (isotonic regression); the
    whole is then shifted between `low` and `high`, as far as it fits.
    """
    pools: list[tuple[float, int]] = []
    for rank, place in enumerate(wanted):
        total, count = place - rank * gap, 1
        while pools and pools[-1][0] / pools[-1][1] > total / count:
            before, members = pools.pop()
            total, count = total + before, count + members
        pools.append((total, count))
    level = [total / count for total, count in pools for _ in range(count)]
    highest = high - (len(level) - 1) * gap
    return [max(min(place, highest), low) + rank * gap for rank, place in enumerate(level)]


def _ends(numbers: Iterable[float]) -> tuple[float, float]:
    every = list(numbers)
    return min(every), max(every)


def _bare(number: str) -> str:
    return number.rstrip("0").rstrip(".") if "." in number else number
