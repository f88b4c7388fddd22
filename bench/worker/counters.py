"""What one operation does, counted instead of timed: the same in every run, in any order, on every machine.

That holds for the same CPython, Django and database library, on 64-bit machines; nothing is rounded for it.

Python calls and bytecodes come from sys.monitoring on Python 3.12 and newer, and from the trace function
before; bytes come from tracemalloc, which sees what Python allocates, and not what a C library such as
SQLite does. Each is counted in a call of its own, with automatic garbage collection off: when that runs, and
which finalizers it finds, is the past's doing. The rest of the past is kept out by counting each case in a
process apart, see apart.py.

Calls and bytecodes of an operation that is awaited are counted as it is timed, inside the running event loop;
its bytes with a start and stop of the loop, after which no finished task is waiting to be let go. Where
threads take part only those that the call starts are counted: what they do to wait for each other is not the
same twice.

What is not counted: code in C, and on Python 3.11 and newer RESUME, with which each call begins, and what
stands before it to set the frame up (MAKE_CELL, COPY_FREE_VARS, RETURN_GENERATOR), since neither
sys.monitoring's INSTRUCTION event nor the trace function shows them.
Numbers of bytecodes can be compared between Djangos, but not between versions of Python, whose compilers
differ; Python 3.12 and newer also makes no call for a comprehension.
"""

from __future__ import annotations

import functools
import gc
import sys
import threading
import tracemalloc
from array import array
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from types import CodeType, FrameType
from typing import Any, NamedTuple, TypeVar

from bench.scenarios.scenario import AnyOperation, ready
from bench.worker.leftovers import clear_away, forget_names
from bench.worker.one_call import Between, between, is_own

SetUp = Callable[[], AbstractContextManager[AnyOperation]]
"""Sets the operation up anew, in the same state each time, and tidies up behind it."""
Counted = TypeVar("Counted")

MOST_PYTHON_CALLS = 5_000
"""Where an operation makes more, bytecodes and bytes are not counted: that is a hundred times slower.

The limit is a count and no time, so that every machine draws it in the same place.
"""
MOST_TRIES = 40
"""Of a counter whose values differ from call to call.

Python 3.10 allocates a cache for each function at its 1024th call, and an operation calls many.
"""


class Extent(NamedTuple):
    """How much there is to count in a call."""

    python_calls: int
    threads_started: int
    threads: bool
    """Whether threads take part, those included that were there before."""


def extent_of(operation: AnyOperation) -> Extent:
    """Call the operation once, as it is set up now, to learn what of it can be counted."""
    with _threads_noticed() as started:
        python_calls = count_python_calls(operation)
    return Extent(python_calls, len(started), threads=bool(started) or threading.active_count() > 1)


def count(set_up: SetUp, extent: Extent) -> dict[str, int]:
    """python_calls, and up to MOST_PYTHON_CALLS bytecodes, peak_bytes and retained_bytes, of one call.

    A counter is left out where no two calls in a row agree on it, as when the operation does something at
    random; peak_bytes also where memory addresses decide it, see count_bytes. Where threads take part there
    is only threads_started, which otherwise is 0.
    """
    started = {"threads_started": extent.threads_started}
    if extent.threads:
        return started
    counted: dict[str, int | None] = {"python_calls": extent.python_calls}
    if extent.python_calls <= MOST_PYTHON_CALLS:
        counted["python_calls"] = _agreed(set_up, count_python_calls)
        counted["bytecodes"] = _agreed(set_up, count_bytecodes)
        peak_and_retained = _agreed(set_up, count_bytes)
        if peak_and_retained is not None:
            counted["peak_bytes"], counted["retained_bytes"] = peak_and_retained
    return started | {name: value for name, value in counted.items() if value is not None}


def _agreed(set_up: SetUp, counter: Callable[[AnyOperation], Counted]) -> Counted | None:
    """The first value that comes twice in a row: what happens once only, like filling a cache, is passed."""
    before = _counted(set_up, counter)
    for _ in range(MOST_TRIES):
        again = _counted(set_up, counter)
        if again == before:
            return again
        before = again
    return None


def _counted(set_up: SetUp, counter: Callable[[AnyOperation], Counted]) -> Counted:
    with set_up() as operation:
        return counter(operation)


def count_python_calls(operation: AnyOperation) -> int:
    """How many Python functions one call enters, itself among them; going on with a generator is no call."""
    call = between(operation)
    with _garbage_kept():
        if sys.version_info >= (3, 12):
            return _monitored(call, sys.monitoring.events.PY_START)
        return _calls_traced(call)


def count_bytecodes(operation: AnyOperation) -> int:
    """How many bytecode instructions one call executes; the module says which are not seen."""
    call = between(operation)
    with _garbage_kept():
        if sys.version_info >= (3, 12):
            return _monitored(call, sys.monitoring.events.INSTRUCTION)
        return _opcodes_traced(call)


def count_bytes(operation: AnyOperation) -> tuple[int | None, int]:
    """(peak, retained) bytes of one call, retained while its result is held and garbage is not.

    A call before it is traced too, so that what this one replaces was seen when it was allocated.

    The peak is None where the method cache still holds strings that the call has made: it looked attributes
    up by names put together for the purpose, as Django's SQL compiler does with "as_" and the database's
    name. How many of these the cache holds at the peak depends on where they lie in memory.
    """
    readings = array("q", [0] * 4)  # no list: the int objects would be counted
    with _garbage_kept():
        tracemalloc.start()
        try:
            ready(operation)()
            call = ready(operation)
            clear_away()
            forget_names()
            readings[0] = _traced_bytes()
            tracemalloc.reset_peak()
            result = call()
            readings[1] = tracemalloc.get_traced_memory()[1]
            clear_away()
            readings[2] = _traced_bytes()
            forget_names()
            readings[3] = _traced_bytes()
            del result
        finally:
            tracemalloc.stop()
    before, peak, with_names, retained = readings
    return (peak - before if with_names == retained else None), retained - before


def _traced_bytes() -> int:
    """Read twice: the first leaves a tuple in the interpreter's free list, where the second takes it from."""
    tracemalloc.get_traced_memory()
    return tracemalloc.get_traced_memory()[0]


@contextmanager
def _garbage_kept() -> Iterator[None]:
    """Collect garbage now, and none inside the block."""
    was_enabled = gc.isenabled()
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@contextmanager
def _threads_noticed() -> Iterator[list[FrameType]]:
    """Yields the first frames of the threads that are started in the block."""
    started: list[FrameType] = []

    def note(frame: FrameType, event: str, argument: object) -> None:
        sys.setprofile(None)
        started.append(frame)

    before = threading.getprofile()
    threading.setprofile(note)
    try:
        yield started
    finally:
        threading.setprofile(before)


if sys.version_info >= (3, 12):

    def _monitored(call: Between, event: int) -> int:
        """How often the event occurs during the call."""
        monitoring = sys.monitoring
        count = 0

        def on_event(code: CodeType, offset: int) -> object:
            nonlocal count
            if is_own(code):
                return monitoring.DISABLE
            count += 1
            return None

        tool = next(number for number in range(6) if monitoring.get_tool(number) is None)
        monitoring.use_tool_id(tool, "signalbench counters")
        try:
            monitoring.register_callback(tool, event, on_event)
            monitoring.restart_events()
            call(
                functools.partial(monitoring.set_events, tool, event),
                functools.partial(monitoring.set_events, tool, 0),
            )
        finally:
            monitoring.set_events(tool, 0)
            monitoring.register_callback(tool, event, None)
            monitoring.free_tool_id(tool)
        return count


def _calls_traced(call: Between) -> int:
    """How many frames are entered for the first time while the trace function looks on."""
    count = 0

    def on_call(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += not _goes_on(frame)

    _trace(call, on_call)
    return count


def _opcodes_traced(call: Between) -> int:
    """How many opcodes the trace function sees."""
    count = 0

    def on_opcode(frame: FrameType, event: str, argument: object) -> Any:
        nonlocal count
        count += event == "opcode"
        return on_opcode

    def on_call(frame: FrameType, event: str, argument: object) -> Any:
        if is_own(frame.f_code):
            return None
        frame.f_trace_lines = False
        frame.f_trace_opcodes = True
        return on_opcode

    _trace(call, on_call)
    return count


def _trace(call: Between, on_call: Callable[[FrameType, str, object], Any]) -> None:
    before = sys.gettrace()
    try:
        call(functools.partial(sys.settrace, on_call), functools.partial(sys.settrace, before))
    finally:
        sys.settrace(before)


def _goes_on(frame: FrameType) -> bool:
    """Whether a frame that is entered is a generator's or coroutine's that has waited."""
    if sys.version_info >= (3, 11):
        return frame.f_code.co_code[frame.f_lasti + 1] != 0  # the argument of RESUME; 0 at the start
    return frame.f_lasti != -1
