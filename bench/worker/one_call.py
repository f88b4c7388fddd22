"""One call of an operation with something done directly before and after it, in the same place.

An operation that is awaited has both done inside the running event loop, whose start is not looked at.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Coroutine
from types import CodeType
from typing import Any

from bench.scenarios import event_loop
from bench.scenarios.scenario import AnyOperation, Asynchronous, Operation, ready

Step = Callable[[], object]
Between = Callable[[Step, Step], object]
"""Does its first argument, calls an operation once, and does its second."""


def between(operation: AnyOperation) -> Between:
    """The operation, which has its input now if it needs one."""
    if isinstance(operation, Asynchronous):
        call = operation.call
        return lambda begin, end: event_loop.run(_await_between(call, begin, end))
    return functools.partial(_call_between, ready(operation))


def is_own(code: CodeType) -> bool:
    """Whether it is this module's, which is seen at work between the two steps without belonging there."""
    return code is _CALL or code is _AWAIT  # not `in`: to hash code takes long


def _call_between(call: Operation, begin: Step, end: Step) -> object:
    begin()
    result = call()
    end()
    return result


async def _await_between(call: Callable[[], Coroutine[Any, Any, object]], begin: Step, end: Step) -> object:
    begin()
    result = await call()
    end()
    return result


_CALL, _AWAIT = _call_between.__code__, _await_between.__code__
