"""Takes a trace of how this machine's speed moves: the same small work timed again and again.

The work is a loop in pure Python, cut into pieces that are a fraction of a slice. It runs in this process,
on the core that workers are bound to; the binding and the garbage collector are as before afterwards,
whatever happens.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bench.lockstep.cores import bound_to

PIECE_NS = 100_000
"""What a piece takes where the machine is at its fastest: a few make a slice, and reading the clock, a
thousandth of it, does not show."""
TRIAL_UNITS = 1_000
TRIALS = 20

Clock = Callable[[], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """Pieces in the order in which they were timed, one right after another."""

    start_ns: tuple[int, ...]
    ns_per_unit: tuple[float, ...]
    """Wall time; a unit is one pass of the loop."""
    running_share: float
    """The share of the time for which this process had a core, as the system accounts for it."""
    core: int | None
    """The core that it was bound to; None if it was not."""


def work(units: range) -> int:
    """A unit for each number: arithmetic, a look-up and a jump, no allocation that lasts."""
    value = 1
    for number in units:
        value = (value * 3 + number) % 1009
    return value


def take_trace(
    seconds: float,
    core: int | None,
    *,
    clock: Clock = time.perf_counter_ns,
    processor_clock: Clock = time.process_time_ns,
    work: Callable[[range], object] = work,
) -> Trace:
    """Time pieces for so many seconds on the core, or where the system likes it if that is None."""
    with bound_to(core) as bound, _without_garbage_collection():
        units = _units_of_a_piece(clock, work)
        numbers = range(units)
        times: list[int] = []
        ran_before = processor_clock()
        begins = now = clock()
        end = begins + round(seconds * 1e9)
        while now < end:
            times.append(now)
            work(numbers)
            now = clock()
        ran = processor_clock() - ran_before
    ends = [*times[1:], now]
    return Trace(
        start_ns=tuple(times),
        ns_per_unit=tuple((after - before) / units for before, after in zip(times, ends, strict=True)),
        running_share=ran / (now - begins),
        core=bound,
    )


def _units_of_a_piece(clock: Clock, work: Callable[[range], object]) -> int:
    numbers, fastest_ns = range(TRIAL_UNITS), PIECE_NS * TRIAL_UNITS
    for _ in range(TRIALS):
        begins = clock()
        work(numbers)
        fastest_ns = min(fastest_ns, max(clock() - begins, 1))
    return max(1, round(PIECE_NS * TRIAL_UNITS / fastest_ns))


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
