"""What dispatch costs in this interpreter with this Django: short, rough timings on signals of our own.

Each figure is the median, over turns, of the difference between two sends that were timed one after the other
in that turn, so that a slow spell of the machine hits both. No signal of the project is touched.
"""

from __future__ import annotations

import asyncio
import gc
import time
from functools import lru_cache
from typing import Any, Callable

from django.dispatch import Signal

TURNS = 21


class Sender:
    """Stands for a model."""


class Bystander:
    """Stands for another model."""


def receiver(**_: Any) -> None:
    """A receiver that does nothing."""


async def async_receiver(**_: Any) -> None:
    """An asynchronous one."""


@lru_cache(maxsize=None)
def call_ns() -> float:
    """What one receiver of a model signal adds to a send."""
    return _difference_ns(_send(_model_signal(receiver, Sender)), _send(_model_signal()), 500)


@lru_cache(maxsize=None)
def bystander_ns() -> float:
    """What a receiver for one model adds to a send for another one."""
    return _difference_ns(_send(_model_signal(receiver, Bystander)), _send(_model_signal()), 500)


@lru_cache(maxsize=None)
def async_receiver_ns() -> float:
    """What send() pays for a receiver that is asynchronous. Django 5.0 or newer."""
    asynchronous = _send(_model_signal(async_receiver, Sender))
    return _difference_ns(asynchronous, _send(_model_signal(receiver, Sender)), 5)


@lru_cache(maxsize=None)
def crossing_ns() -> float:
    """What asend() pays for its receivers that are synchronous. Django 5.0 or newer."""
    loop = asyncio.new_event_loop()
    try:
        slow = _asend(loop, _model_signal(receiver, Sender))
        fast = _asend(loop, _model_signal(async_receiver, Sender))
        return _difference_ns(slow, fast, 20)
    finally:
        loop.close()


def _model_signal(connected: Any = None, sender: Any = None) -> Signal:
    signal = Signal(use_caching=True)
    if connected is not None:
        signal.connect(connected, sender=sender, weak=False)
    return signal


def _send(signal: Signal) -> Callable[[int], None]:
    def loop(number: int) -> None:
        for _ in range(number):
            signal.send(sender=Sender)

    return loop


def _asend(loop: asyncio.AbstractEventLoop, signal: Any) -> Callable[[int], None]:
    async def sends(number: int) -> None:
        for _ in range(number):
            await signal.asend(sender=Sender)

    return lambda number: loop.run_until_complete(sends(number))


def _difference_ns(slow: Callable[[int], None], fast: Callable[[int], None], number: int) -> float:
    """Nanoseconds for one time around the loops, slow - fast, never below 0."""
    slow(number)
    fast(number)
    differences = []
    collecting = gc.isenabled()
    gc.disable()
    try:
        for _ in range(TURNS):
            start = time.perf_counter_ns()
            slow(number)
            middle = time.perf_counter_ns()
            fast(number)
            end = time.perf_counter_ns()
            differences.append((2 * middle - start - end) / number)
    finally:
        if collecting:
            gc.enable()
    return max(0.0, sorted(differences)[TURNS // 2])
