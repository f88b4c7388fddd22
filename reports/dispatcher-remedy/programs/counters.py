"""Counts what one send does in each of several dispatchers: bytecodes, Python calls and peak bytes.

    python counters.py unmodified.py patched.py ...

Needs Python 3.12 or newer (sys.monitoring), with the Django that the files belong to. A dispatcher without
asend() shows a dash there. Like every count of bytecodes from sys.monitoring this leaves out what stands
before a function's first line, and MAKE_CELL with it: cells show in the bytes only.
"""

from __future__ import annotations

import asyncio
import gc
import sys
import tracemalloc
from collections.abc import Callable, Coroutine, Iterator
from functools import partial
from types import ModuleType
from typing import Any

from dispatchers import dispatcher

Operation = Callable[[], object]
WIDTH = 18
TOOL = 3


class Sender:
    """Who sends."""


class Other:
    """Whom receivers wait for in vain."""


def operations(module: ModuleType) -> Iterator[tuple[str, Operation]]:
    """Names and operations, each ready to be called before the next is asked for."""
    for caching in (False, True):
        mark = ", caching" if caching else ""
        for count in (0, 1, 10, 100):
            signal, _kept = connected(module, count, caching=caching)
            yield f"send to {count}{mark}", partial(signal.send, Sender)
            yield f"send_robust to {count}{mark}", partial(signal.send_robust, Sender)
        for count in (1, 100):
            signal, _kept = connected(module, count, caching=caching, sender=Other)
            yield f"send, {count} for another{mark}", partial(signal.send, Sender)
        signal, _kept = connected(module, 10, caching=caching, sender=Sender)
        yield f"send to 10 of this sender{mark}", partial(signal.send, Sender)
        yield f"has_listeners, 10{mark}", partial(signal.has_listeners, Sender)
    if hasattr(module.Signal, "asend"):
        yield from awaited(module)


def awaited(module: ModuleType) -> Iterator[tuple[str, Operation]]:
    """The same in an event loop; what threads do is not counted."""
    loop = asyncio.new_event_loop()
    for sync, asynchronous in ((0, 0), (1, 0), (0, 1), (0, 10), (1, 1)):
        signal, _kept = connected(module, sync, asynchronous=asynchronous)
        for method in ("asend", "asend_robust"):
            send = partial(getattr(signal, method), Sender)
            yield f"{method} to {sync}, {asynchronous} async", partial(run, loop, send)
    signal, _kept = connected(module, 0, asynchronous=1)
    yield "send to 1 async", partial(signal.send, Sender)


def run(loop: asyncio.AbstractEventLoop, send: Callable[[], Coroutine[Any, Any, Any]]) -> None:
    loop.run_until_complete(send())


def connected(
    module: ModuleType, sync: int, *, asynchronous: int = 0, caching: bool = False, sender: Any = None
) -> tuple[Any, list[Any]]:
    """A signal and its receivers, which do nothing and are held weakly: the caller keeps them."""
    receivers: list[Any] = []
    for _ in range(sync):

        def receiver(sender: Any, **named: Any) -> None:
            pass

        receivers.append(receiver)
    for _ in range(asynchronous):

        async def asynchronous_receiver(sender: Any, **named: Any) -> None:
            pass

        receivers.append(asynchronous_receiver)
    signal = module.Signal(use_caching=caching)
    for each in receivers:
        signal.connect(each, sender=sender)
    return signal, receivers


def counted(operation: Operation) -> str:
    for _ in range(30):  # until the interpreter has specialised it, and caches are filled
        operation()
    gc.collect()
    gc.disable()
    try:
        events = sys.monitoring.events
        instructions, calls = (monitored(operation, event) for event in (events.INSTRUCTION, events.PY_START))
        return f"{instructions}/{calls}/{peak_bytes(operation)}"
    finally:
        gc.enable()


def monitored(operation: Operation, event: int) -> int:
    """How often the event occurs, in this thread or another."""
    occurred = 0

    def note(*_where: object) -> None:
        nonlocal occurred
        occurred += 1

    sys.monitoring.use_tool_id(TOOL, "counters")
    sys.monitoring.register_callback(TOOL, event, note)
    sys.monitoring.set_events(TOOL, event)
    try:
        operation()
    finally:
        sys.monitoring.set_events(TOOL, 0)
        sys.monitoring.register_callback(TOOL, event, None)
        sys.monitoring.free_tool_id(TOOL)
    return occurred


def peak_bytes(operation: Operation) -> int:
    tracemalloc.start()
    try:
        operation()
        tracemalloc.get_traced_memory()  # leaves the tuple in a free list, where the next one takes it from
        before = tracemalloc.get_traced_memory()[0]
        tracemalloc.reset_peak()
        operation()
        return tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()


def main(*paths: str) -> None:
    columns = [
        {name: counted(operation) for name, operation in operations(dispatcher(path, f"dispatcher{number}"))}
        for number, path in enumerate(paths)
    ]
    print(f"{'bytecodes/calls/peak bytes':32}" + "".join(f"{path[-WIDTH + 2 :]:>{WIDTH}}" for path in paths))
    for name in dict.fromkeys(name for column in columns for name in column):
        print(f"{name:32}" + "".join(f"{column.get(name, '-'):>{WIDTH}}" for column in columns))


if __name__ == "__main__":
    if len(sys.argv) < 2:
        raise SystemExit("usage: python counters.py DISPATCHER...")
    main(*sys.argv[1:])
