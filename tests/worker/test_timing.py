"""The timing loop calls the operation as often as it is told, and leaves garbage collection as it was."""

from __future__ import annotations

import gc

import pytest

from bench.scenarios.scenario import Prepared
from bench.worker.timing import MOST_LOOPS, estimate_ns, time_slice


def test_an_operation_is_called_once_a_loop():
    calls = []
    assert time_slice(lambda: calls.append(gc.isenabled()), 7) > 0
    assert calls == [False] * 7
    assert gc.isenabled()


def test_every_prepared_input_is_used_once_and_exists_before_the_first_call():
    events: list[str] = []
    operation = Prepared(
        lambda fresh: events.append(f"call {fresh}"), lambda: events.append("fresh") or len(events)
    )
    time_slice(operation, 3)
    assert events == ["fresh"] * 3 + ["call 1", "call 2", "call 3"]


def test_garbage_collection_comes_back_after_an_error():
    with pytest.raises(ZeroDivisionError):
        time_slice(lambda: 1 / 0, 1)
    assert gc.isenabled()


def test_a_long_operation_is_not_called_again_for_an_estimate():
    assert estimate_ns(lambda: pytest.fail("called"), 1e9) == 1e9


def test_a_short_operation_is_estimated_from_many_calls_but_not_endlessly_many():
    calls: list[None] = []
    assert estimate_ns(lambda: calls.append(None), 1_000_000) > 0
    assert 1 < len(calls) <= 3 * MOST_LOOPS
