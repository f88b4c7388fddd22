"""What one operation does, counted instead of timed: the same on every machine.

Python calls and bytecodes come from sys.monitoring on Python 3.12 and newer, and from the trace function
before; bytes from tracemalloc. Each is counted in a run of its own, in this thread.
"""

from __future__ import annotations

import gc
import sys
import tracemalloc
from types import CodeType, FrameType
from typing import Any

from bench.scenarios.scenario import Operation, Prepared, ready

MOST_PYTHON_CALLS = 5_000
"""Where an operation makes more, bytecodes and bytes are not counted: that is a hundred times slower.

The limit is a count and no time, so that every machine draws it in the same place.
"""


def count(operation: Operation | Prepared) -> dict[str, int]:
    """python_calls, and up to MOST_PYTHON_CALLS bytecodes, peak_bytes and retained_bytes, of one call."""
    counted = {"python_calls": count_python_calls(operation)}
    if counted["python_calls"] <= MOST_PYTHON_CALLS:
        counted["bytecodes"] = count_bytecodes(operation)
        counted["peak_bytes"], counted["retained_bytes"] = count_bytes(operation)
    return counted


def count_python_calls(operation: Operation | Prepared) -> int:
    """How many Python functions one call enters, itself among them."""
    call = ready(operation)
    if sys.version_info >= (3, 12):
        return _monitored(call, sys.monitoring.events.PY_START)
    return _traced(call, opcodes=False)


def count_bytecodes(operation: Operation | Prepared) -> int:
    """How many bytecode instructions one call executes."""
    call = ready(operation)
    if sys.version_info >= (3, 12):
        return _monitored(call, sys.monitoring.events.INSTRUCTION)
    return _traced(call, opcodes=True)


def count_bytes(operation: Operation | Prepared) -> tuple[int, int]:
    """(peak, retained) bytes of one call, retained while its result is held."""
    call = ready(operation)
    gc.collect()
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        tracemalloc.reset_peak()
        result = call()
        _, peak = tracemalloc.get_traced_memory()
        gc.collect()
        retained, _ = tracemalloc.get_traced_memory()
        del result
    finally:
        tracemalloc.stop()
    return peak - before, retained - before


if sys.version_info >= (3, 12):

    def _monitored(call: Operation, event: int) -> int:
        """How often the event occurs during the call, this function's own occurrences left out."""
        monitoring = sys.monitoring
        own = sys._getframe().f_code
        count = 0

        def on_event(code: CodeType, offset: int) -> object:
            nonlocal count
            if code is own:
                return monitoring.DISABLE
            count += 1
            return None

        tool = next(number for number in range(6) if monitoring.get_tool(number) is None)
        monitoring.use_tool_id(tool, "signalbench counters")
        try:
            monitoring.register_callback(tool, event, on_event)
            monitoring.restart_events()
            monitoring.set_events(tool, event)
            call()
            monitoring.set_events(tool, 0)
        finally:
            monitoring.set_events(tool, 0)
            monitoring.register_callback(tool, event, None)
            monitoring.free_tool_id(tool)
        return count


def _traced(call: Operation, *, opcodes: bool) -> int:
    """How many calls, or opcodes, the trace function sees."""
    count = 0

    def on_opcode(frame: FrameType, event: str, argument: object) -> Any:
        nonlocal count
        count += event == "opcode"
        return on_opcode

    def on_call(frame: FrameType, event: str, argument: object) -> Any:
        nonlocal count
        if not opcodes:
            count += 1
            return None
        frame.f_trace_lines = False
        frame.f_trace_opcodes = True
        return on_opcode

    before = sys.gettrace()
    sys.settrace(on_call)
    try:
        call()
    finally:
        sys.settrace(before)
    return count
