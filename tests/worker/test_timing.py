"""The timing loop calls the operation as often as it is told, and leaves garbage collection as it was."""

from __future__ import annotations

import asyncio
import gc

import pytest

from bench.scenarios.scenario import Asynchronous, Prepared
from bench.worker.timing import ENOUGH_NS, MOST_LOOPS, TRUSTED_NS, estimate_ns, garbage_kept, time_slice


def test_an_operation_is_called_once_a_loop():
    calls: list[None] = []
    assert time_slice(lambda: calls.append(None), 7) > 0
    assert len(calls) == 7


def test_every_prepared_input_is_used_once_and_exists_before_the_clock_is_read():
    events: list[str] = []

    def clock() -> int:
        events.append("clock")
        return len(events)

    operation = Prepared(
        lambda fresh: events.append(f"call {fresh}"), lambda: events.append("fresh") or len(events)
    )
    time_slice(operation, 3, clock)
    assert events == ["fresh"] * 3 + ["clock", "call 1", "call 2", "call 3", "clock"]


def test_a_coroutine_is_awaited_once_a_loop_inside_the_running_event_loop():
    events: list[str] = []
    loops: set[asyncio.AbstractEventLoop] = set()

    def clock() -> int:
        events.append("clock")
        loops.add(asyncio.get_running_loop())
        return len(events)

    async def operation() -> None:
        loops.add(asyncio.get_running_loop())
        await asyncio.sleep(0)
        events.append("awaited")

    for _ in range(2):
        time_slice(Asynchronous(operation), 3, clock)
    assert events == ["clock", "awaited", "awaited", "awaited", "clock"] * 2
    assert len(loops) == 1


def test_a_coroutine_is_estimated_too():
    calls: list[None] = []

    async def operation() -> None:
        calls.append(None)

    assert estimate_ns(Asynchronous(operation), ENOUGH_NS) > 0
    assert 1 < len(calls) <= 3 * MOST_LOOPS


def test_the_time_is_between_two_readings_of_the_clock():
    readings = iter((1_000, 1_250))
    assert time_slice(lambda: None, 5, lambda: next(readings)) == 250


def test_no_garbage_is_collected_while_it_is_kept():
    with garbage_kept():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_garbage_collection_comes_back_after_an_error():
    with pytest.raises(ZeroDivisionError), garbage_kept():
        time_slice(lambda: 1 / 0, 1)
    assert gc.isenabled()


def test_a_long_operation_is_not_called_again_for_an_estimate():
    watched_ns = 2.0 * TRUSTED_NS
    assert estimate_ns(lambda: pytest.fail("called"), watched_ns) == watched_ns


def test_a_short_operation_is_estimated_from_many_calls_but_not_endlessly_many():
    calls: list[None] = []
    assert estimate_ns(lambda: calls.append(None), ENOUGH_NS) > 0
    assert 1 < len(calls) <= 3 * MOST_LOOPS
