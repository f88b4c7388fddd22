"""The timing loop. Nothing but the operation and the loop itself lies between the two clock readings."""

from __future__ import annotations

import gc
import sys
from itertools import repeat
from time import perf_counter_ns

from bench.scenarios.scenario import Operation, Prepared


def time_slice(operation: Operation | Prepared, loops: int) -> int:
    """Nanoseconds that `loops` calls take, with garbage collection off and inputs made beforehand."""
    gc.collect()
    gc.disable()
    try:
        if isinstance(operation, Prepared):
            return _time_prepared(operation, loops)
        return _time_calls(operation, loops)
    finally:
        gc.enable()


def _time_calls(call: Operation, loops: int) -> int:
    start = perf_counter_ns()
    for _ in repeat(None, loops):
        call()
    return perf_counter_ns() - start


def _time_prepared(operation: Prepared, loops: int) -> int:
    call = operation.call
    inputs = [operation.fresh() for _ in repeat(None, loops)]
    start = perf_counter_ns()
    for fresh in inputs:
        call(fresh)
    return perf_counter_ns() - start


def estimate_ns(operation: Operation | Prepared, watched_ns: float) -> float:
    """Roughly how long one call takes, in nanoseconds: only good enough to choose the number of loops.

    watched_ns: how long a call took under observation, which can be ten times as long as otherwise. A call
    that took so long that its slice is one call anyhow is not made once more.
    """
    if watched_ns > TRUSTED_NS:
        return watched_ns
    loops = 1
    while True:
        per_call = max(time_slice(operation, loops), 1) / loops
        if loops * per_call >= ENOUGH_NS or loops >= MOST_LOOPS:
            return per_call
        loops = min(MOST_LOOPS, max(2 * loops, int(ENOUGH_NS / per_call)))


TRUSTED_NS = 50_000_000 if sys.version_info >= (3, 12) else 500_000_000
"""Before Python 3.12 watching is what takes the time; see counting.py."""
ENOUGH_NS = 500_000
MOST_LOOPS = 4096
