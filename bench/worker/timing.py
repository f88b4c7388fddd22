"""The timing loop. Nothing but the operation and the loop itself lies between the two clock readings."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import repeat
from time import perf_counter_ns

from bench.scenarios import event_loop
from bench.scenarios.scenario import AnyOperation, Asynchronous, Operation, Prepared

Clock = Callable[[], int]
"""Nanoseconds: perf_counter_ns for wall time, thread_time_ns for processor time."""


@contextmanager
def garbage_kept() -> Iterator[None]:
    """Collect garbage now, and none inside the block."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def time_slice(operation: AnyOperation, loops: int, clock: Clock = perf_counter_ns) -> int:
    """Nanoseconds that `loops` calls take, their inputs made beforehand. See garbage_kept."""
    if isinstance(operation, Prepared):
        return _time_prepared(operation, loops, clock)
    if isinstance(operation, Asynchronous):
        return event_loop.run(_time_awaits(operation, loops, clock))
    return _time_calls(operation, loops, clock)


def _time_calls(call: Operation, loops: int, clock: Clock) -> int:
    start = clock()
    for _ in repeat(None, loops):
        call()
    return clock() - start


def _time_prepared(operation: Prepared, loops: int, clock: Clock) -> int:
    call = operation.call
    inputs = [operation.fresh() for _ in repeat(None, loops)]
    start = clock()
    for fresh in inputs:
        call(fresh)
    return clock() - start


async def _time_awaits(operation: Asynchronous, loops: int, clock: Clock) -> int:
    call = operation.call
    start = clock()
    for _ in repeat(None, loops):
        await call()
    return clock() - start


def estimate_ns(operation: AnyOperation, watched_ns: float) -> float:
    """Roughly how long one call takes, in nanoseconds: only good enough to choose the number of loops.

    watched_ns: how long a call took under observation, which can be ten times as long as otherwise. A call
    that took so long that its slice is one call anyhow is not made once more.
    """
    if watched_ns > TRUSTED_NS:
        return watched_ns
    loops = 1
    while True:
        with garbage_kept():
            per_call = max(time_slice(operation, loops), 1) / loops
        if loops * per_call >= ENOUGH_NS or loops >= MOST_LOOPS:
            return per_call
        loops = min(MOST_LOOPS, max(2 * loops, int(ENOUGH_NS / per_call)))


TRUSTED_NS = 8_000_000 if sys.version_info >= (3, 12) else 500_000_000
"""Before Python 3.12 watching is what takes the time; see counting.py."""
ENOUGH_NS = 500_000
MOST_LOOPS = 4096
