"""What one operation does, counted instead of timed: the same on every machine.

Python calls and bytecodes come from sys.monitoring on Python 3.12 and newer, and from the trace function
before; bytes from tracemalloc. Each is counted in a run of its own.
"""

from __future__ import annotations

import gc
import sys
import tracemalloc
from collections.abc import Callable
from types import CodeType, FrameType
from typing import Any

from bench.scenarios.scenario import Operation, Prepared

Call = Callable[..., object]
Inputs = tuple[object, ...]


def count_python(operation: Operation | Prepared) -> tuple[int, int]:
    """(Python function calls, bytecodes executed) of one call, in this thread."""
    counted = _count_by_monitoring if sys.version_info >= (3, 12) else _count_by_tracing
    return counted(*_ready(operation))


def count_bytes(operation: Operation | Prepared) -> tuple[int, int]:
    """(peak, retained) bytes of one call, retained while its result is held."""
    call, inputs = _ready(operation)
    gc.collect()
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        tracemalloc.reset_peak()
        result = call(*inputs)
        _, peak = tracemalloc.get_traced_memory()
        gc.collect()
        retained, _ = tracemalloc.get_traced_memory()
        del result
    finally:
        tracemalloc.stop()
    return peak - before, retained - before


def _ready(operation: Operation | Prepared) -> tuple[Call, Inputs]:
    if isinstance(operation, Prepared):
        return operation.call, (operation.fresh(),)
    return operation, ()


def _count_by_monitoring(call: Call, inputs: Inputs) -> tuple[int, int]:
    monitoring: Any = sys.monitoring
    own = sys._getframe().f_code
    calls = bytecodes = 0

    def on_start(code: CodeType, offset: int) -> None:
        nonlocal calls
        calls += 1

    def on_bytecode(code: CodeType, offset: int) -> object:
        nonlocal bytecodes
        if code is own:
            return monitoring.DISABLE
        bytecodes += 1
        return None

    tool = next(number for number in range(6) if monitoring.get_tool(number) is None)
    monitoring.use_tool_id(tool, "signalbench counters")
    try:
        monitoring.register_callback(tool, monitoring.events.PY_START, on_start)
        monitoring.register_callback(tool, monitoring.events.INSTRUCTION, on_bytecode)
        monitoring.restart_events()
        monitoring.set_events(tool, monitoring.events.PY_START | monitoring.events.INSTRUCTION)
        call(*inputs)
        monitoring.set_events(tool, 0)
    finally:
        monitoring.set_events(tool, 0)
        monitoring.register_callback(tool, monitoring.events.PY_START, None)
        monitoring.register_callback(tool, monitoring.events.INSTRUCTION, None)
        monitoring.free_tool_id(tool)
    return calls, bytecodes


def _count_by_tracing(call: Call, inputs: Inputs) -> tuple[int, int]:
    calls = bytecodes = 0

    def on_opcode(frame: FrameType, event: str, argument: object) -> Any:
        nonlocal bytecodes
        bytecodes += event == "opcode"
        return on_opcode

    def on_call(frame: FrameType, event: str, argument: object) -> Any:
        nonlocal calls
        calls += 1
        frame.f_trace_lines = False
        frame.f_trace_opcodes = True
        return on_opcode

    before = sys.gettrace()
    sys.settrace(on_call)
    try:
        call(*inputs)
    finally:
        sys.settrace(before)
    return calls, bytecodes
