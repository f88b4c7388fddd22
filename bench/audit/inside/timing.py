"""What dispatch costs in this interpreter with this Django: short timings on signals of our own.

Loops that differ in one thing are timed in turns, in another order each turn, and an estimate is taken from
the differences within the turns. The clock counts the processor's time and not the wait for it, so that other
programs on the machine hardly show. No signal of the project is touched.
"""

from __future__ import annotations

import asyncio
import gc
import time
from functools import lru_cache
from typing import Any, Callable, Iterable, NamedTuple, Sequence

from django.dispatch import Signal

TURNS = 41
MANY = 11
"""Receivers, to tell what each costs from what it costs that there are any."""

Loop = Callable[[int], None]


class Estimate(NamedTuple):
    """Nanoseconds of processor time."""

    value: float
    """The median of the repeats, at least 0."""
    low: float
    """The 5% quantile of the repeats."""
    high: float
    """The 95% quantile: nine in ten repeats are between."""

    def of(self, number: int) -> Estimate:
        """For so many times the same."""
        return Estimate(*(number * one for one in self))


class Turn(NamedTuple):
    """One repeat, in nanoseconds."""

    empty: float
    """A send that nobody hears."""
    any: float
    """What is added to it when there are receivers, whatever their number."""
    each: float
    """What each receiver adds to that."""


class Sender:
    """Stands for a model."""


class Bystander:
    """Stands for another model."""


async def async_receiver(**_: Any) -> None:
    """An asynchronous one."""


def added(*listening: int) -> Estimate:
    """What receivers add to one send of each of some signals, each with so many of them: 0 is no receiver."""
    return estimate(sum(one.any + number * one.each for number in listening if number) for one in turns())


def sent(*listening: int) -> Estimate:
    """The same with the sends themselves, where without receivers nothing would be sent."""
    return estimate(
        sum(one.empty + (one.any + number * one.each if number else 0.0) for number in listening)
        for one in turns()
    )


@lru_cache(maxsize=None)
def bystander() -> Estimate:
    """What a receiver for one model adds to a send for another one."""
    loops = [_send(_model_signal([_receiver()], Bystander)), _send(_model_signal([]))]
    return estimate(slow - fast for slow, fast in repeats(loops, 200, time.thread_time_ns))


@lru_cache(maxsize=None)
def async_receiver_in_send() -> Estimate:
    """What send() pays for a receiver that is asynchronous, its thread included. Django 5.0 or newer."""
    loops = [_send(_model_signal([one], Sender)) for one in (async_receiver, _receiver())]
    return estimate(slow - fast for slow, fast in repeats(loops, 3, time.process_time_ns))


@lru_cache(maxsize=None)
def crossing() -> Estimate:
    """What asend() pays for synchronous receivers, their thread included. Django 5.0 or newer."""
    loop = asyncio.new_event_loop()
    try:
        loops = [_asend(loop, _model_signal([one], Sender)) for one in (_receiver(), async_receiver)]
        return estimate(slow - fast for slow, fast in repeats(loops, 10, time.process_time_ns))
    finally:
        loop.close()


@lru_cache(maxsize=None)
def turns() -> list[Turn]:
    """What a send takes with no receiver, with one and with many."""
    loops = [_nothing, *(_send(_model_signal([_receiver() for _ in range(n)])) for n in (0, 1, MANY))]
    return [
        Turn(none - nothing, one - none - (many - one) / (MANY - 1), (many - one) / (MANY - 1))
        for nothing, none, one, many in repeats(loops, 200, time.thread_time_ns)
    ]


def repeats(
    loops: Sequence[Loop], number: int, clock: Callable[[], int], turns: int = TURNS
) -> list[list[float]]:
    """In each turn what each of the loops takes, divided by the number of times around it."""
    for loop in loops:
        loop(number)  # for the caches
    measured = [[0.0] * len(loops) for _ in range(turns)]
    collecting = gc.isenabled()
    gc.disable()
    try:
        for turn, taken in enumerate(measured):
            for place in range(len(loops)):
                position = (turn + place) % len(loops)
                start = clock()
                loops[position](number)
                taken[position] = (clock() - start) / number
    finally:
        if collecting:
            gc.enable()
    return measured


def estimate(repeated: Iterable[float]) -> Estimate:
    """Never below 0: a cost too small to see is none."""
    ordered = sorted(max(0.0, one) for one in repeated)
    last = len(ordered) - 1
    return Estimate(ordered[round(last * 0.5)], ordered[round(last * 0.05)], ordered[round(last * 0.95)])


def _receiver() -> Callable[..., None]:
    """A receiver that does nothing; each is another one, as Django connects none twice."""

    def receiver(**_: Any) -> None: ...

    return receiver


def _model_signal(connected: Sequence[Any], sender: Any = Sender) -> Signal:
    signal = Signal(use_caching=True)
    for receiver in connected:
        signal.connect(receiver, sender=sender, weak=False)
    return signal


def _nothing(number: int) -> None:
    for _ in range(number):
        pass


def _send(signal: Signal) -> Loop:
    def loop(number: int) -> None:
        for _ in range(number):
            signal.send(sender=Sender)

    return loop


def _asend(loop: asyncio.AbstractEventLoop, signal: Any) -> Loop:
    async def sends(number: int) -> None:
        for _ in range(number):
            await signal.asend(sender=Sender)

    return lambda number: loop.run_until_complete(sends(number))
