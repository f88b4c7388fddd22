"""Counters are exact: they agree with what can be told from the code itself."""

from __future__ import annotations

import asyncio
import dis
import gc
import itertools
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext

import pytest

from bench.scenarios.scenario import Asynchronous, Prepared
from bench.worker.counters import SetUp, count_bytecodes, count_bytes, count_python_calls, extent_of
from bench.worker.counters import count as count_within


@pytest.fixture(autouse=True)
def heap_set_aside() -> Iterator[None]:
    """As a worker does: collecting garbage takes long otherwise."""
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.fixture(autouse=True)
def only_own_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker counts in a process apart; here other tests may have left threads behind that wait."""
    active, others = threading.active_count, threading.active_count() - 1
    monkeypatch.setattr(threading, "active_count", lambda: active() - others)


def count(set_up: SetUp) -> dict[str, int]:
    with set_up() as operation:
        extent = extent_of(operation)
    return count_within(set_up, extent)


def nothing() -> None:
    pass


async def nothing_to_await() -> None:
    pass


async def waits_once() -> None:
    await asyncio.sleep(0)


def calls_nothing_thrice() -> None:
    nothing()
    nothing()
    nothing()


def straight_on() -> int:
    first = 1
    second = first
    return first + second


def keeps_a_cell() -> int:
    value = 1

    def inner() -> int:
        return value

    return value if inner is not None else 0


def three_numbers() -> Iterator[int]:
    yield 1
    yield 2
    yield 3


def uses_up_a_generator() -> None:
    for _ in three_numbers():
        pass


def calling_nothing(times: int) -> Callable[[], None]:
    def call() -> None:
        for _ in range(times):
            nothing()

    return call


def seen_instructions(function: Callable[..., object]) -> list[str]:
    """From the disassembly: what comes after RESUME, where there is one."""
    names = [instruction.opname for instruction in dis.get_instructions(function)]
    return names[names.index("RESUME") + 1 :] if "RESUME" in names else names


def test_python_calls_are_the_operation_and_all_that_it_calls():
    assert count_python_calls(nothing) == 1
    assert count_python_calls(calls_nothing_thrice) == 4


def test_a_generator_is_called_once_however_often_it_goes_on():
    assert count_python_calls(uses_up_a_generator) == 2


@pytest.mark.parametrize("function", [nothing, straight_on])
def test_bytecodes_of_straight_code_are_those_of_its_disassembly(function: Callable[..., object]):
    assert count_bytecodes(function) == len(seen_instructions(function))


def test_instructions_that_set_a_frame_up_are_not_seen():
    """keeps_a_cell leaves out one branch, which loads a constant and returns it."""
    assert count_bytecodes(keeps_a_cell) <= len(seen_instructions(keeps_a_cell))


def test_what_is_awaited_is_counted_inside_the_running_loop():
    assert count_python_calls(Asynchronous(nothing_to_await)) == 1
    assert count_bytecodes(Asynchronous(nothing_to_await)) <= len(seen_instructions(nothing_to_await))


def test_a_coroutine_that_waits_is_called_once_and_the_loop_works_meanwhile():
    async def waits_twice() -> None:
        await asyncio.sleep(0)
        await asyncio.sleep(0)

    in_the_loop = count_python_calls(Asynchronous(waits_twice)) - count_python_calls(Asynchronous(waits_once))
    assert in_the_loop == count_python_calls(Asynchronous(waits_once)) - 1


def test_only_threads_are_counted_where_one_takes_part():
    with ThreadPoolExecutor(1) as pool:
        pool.submit(nothing).result()
        in_its_thread = count(lambda: nullcontext(lambda: pool.submit(nothing).result()))
        assert in_its_thread == {"threads_started": 0}

    def start_a_thread() -> None:
        thread = threading.Thread(target=nothing)
        thread.start()
        thread.join()

    def start_two() -> None:
        start_a_thread()
        start_a_thread()

    assert count(lambda: nullcontext(start_a_thread)) == {"threads_started": 1}
    assert count(lambda: nullcontext(start_two)) == {"threads_started": 2}
    assert count(lambda: nullcontext(nothing))["threads_started"] == 0
    assert count(lambda: nullcontext(nothing))["python_calls"] == 1


def test_bytecodes_of_a_call_are_added_to_the_callers():
    alone = len(seen_instructions(nothing))
    caller = len(seen_instructions(calls_nothing_thrice))
    assert count_bytecodes(calls_nothing_thrice) == caller + 3 * alone


def test_each_time_around_a_loop_adds_the_same():
    counts = [count_bytecodes(calling_nothing(times)) for times in range(1, 8)]
    assert len({later - earlier for earlier, later in itertools.pairwise(counts)}) == 1


def test_the_preparation_of_an_input_is_not_counted():
    expensive = Prepared(lambda fresh: None, lambda: [calls_nothing_thrice() for _ in range(100)])
    assert count_python_calls(expensive) == 1
    assert count_bytes(expensive) == (0, 0)


def test_an_operation_that_allocates_nothing_takes_no_bytes():
    assert count_bytes(nothing) == (0, 0)


def test_bytes_are_those_of_the_objects():
    size = sys.getsizeof(b"x" * 1_000_000)
    assert count_bytes(lambda: b"x" * 1_000_000) == (size, size)
    assert count_bytes(lambda: (b"x" * 1_000_000)[0:0]) == (size, 0)


def test_what_replaces_something_of_the_same_size_retains_nothing():
    kept: dict[str, bytearray] = {"it": bytearray(10)}

    def replace() -> None:
        kept["it"] = bytearray(1_000_000)

    assert count_bytes(replace)[1] == 0


def test_a_peak_that_depends_on_addresses_is_left_out():
    """The method cache goes on holding the names that were put together in the call."""

    def look_up() -> None:
        for number in range(20):
            getattr(kept, "name" + str(number), None)

    class Kept: ...

    kept = Kept()
    peak, retained = count_bytes(look_up)
    assert (peak, retained) == (None, 0)


def test_garbage_from_before_is_no_part_of_an_operation():
    """A finalizer is Python code: it would be counted if it ran inside."""

    class Finalized:
        def __init__(self) -> None:
            self.itself = self

        def __del__(self) -> None:
            nothing()

    def leave_garbage() -> None:
        for _ in range(2_000):
            Finalized()

    made = count_python_calls(leave_garbage)
    assert made == 2_001
    assert count_python_calls(leave_garbage) == made


def test_an_operation_of_many_calls_is_not_counted_bytecode_by_bytecode():
    assert set(count(lambda: nullcontext(nothing))) == {
        "python_calls", "bytecodes", "peak_bytes", "retained_bytes", "threads_started",
    }  # fmt: skip
    many = count(lambda: nullcontext(calling_nothing(6_000)))
    assert many == {"python_calls": 6_001, "threads_started": 0}


def test_what_happens_only_once_is_passed_over():
    seen: list[int] = []

    def fills_a_cache() -> None:
        if not seen:
            seen.extend(nothing() or 1 for _ in range(10))

    assert count(lambda: nullcontext(fills_a_cache))["python_calls"] == 1


def test_a_counter_that_is_never_the_same_twice_is_left_out():
    steps = itertools.count(1)

    def grows() -> None:
        calling_nothing(next(steps))()

    assert not {"python_calls", "bytecodes"} & count(lambda: nullcontext(grows)).keys()


def test_each_counter_finds_the_operation_set_up_anew():
    @contextmanager
    def set_up() -> Iterator[Callable[[], object]]:
        calls: list[None] = []

        def one_more_each_time() -> None:
            calls.append(None)
            calling_nothing(len(calls))()

        yield one_more_each_time

    assert count(set_up)["python_calls"] == 4
