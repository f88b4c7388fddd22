"""A clock that moves when a test says so, and pyinstrument's sampler by it: in ticks, as by its thread."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from pyinstrument import stack_sampler

from bench.worker import profiled

TICK_S = 0.001


class FakeClock:
    """As in pyinstrument's own tests, its sampler reads this one instead."""

    def __init__(self) -> None:
        self.now_s = 0.0
        self.ran_s = 0.0
        self.waits = 0

    def __call__(self) -> float:
        """As the thread that ticks tells the time."""
        return math.floor(self.now_s / TICK_S + 1e-6) * TICK_S

    def work(self, seconds: float) -> None:
        self.now_s += seconds
        self.ran_s += seconds

    def be_put_aside(self, seconds: float) -> None:
        """While others have the processor."""
        self.now_s += seconds

    def wait(self, seconds: float) -> None:
        self.now_s += seconds
        self.waits += 1


@contextmanager
def fake_clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeClock]:
    """For everything in bench.worker.profiled that tells time."""
    fake = FakeClock()
    sampler = stack_sampler.get_stack_sampler()
    monkeypatch.setattr(sampler, "timer_func", fake)
    monkeypatch.setattr(sampler, "_timer", lambda: fake.now_s)  # the thread gives ticks; seconds are exact
    monkeypatch.setattr(profiled, "TICKING_THREAD", False)  # with it the sampler takes no other clock
    monkeypatch.setattr(profiled, "INTERVAL_S", TICK_S)
    monkeypatch.setattr(profiled, "thread_time", lambda: fake.ran_s)
    monkeypatch.setattr(profiled, "_waits", lambda: fake.waits)
    yield fake
    assert not sampler.subscribers, "no profiler runs on"
