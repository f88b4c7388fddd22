"""Counts what the oracle speaks of: receiver calls and SQL statements.

    with counting() as count:
        operation()
    count.calls, count.queries

Nothing is slowed down outside the block, so an operation may be counted first and timed afterwards.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from types import CodeType, FrameType
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from bench.scenarios.receiver_kinds import COUNTED
from bench.scenarios.statements import Statements, by_kind


@dataclass
class Count:
    """What was counted; nothing until the block ends."""

    calls: int = 0
    """Runs of the code in receiver_kinds.COUNTED, in any thread."""
    statements: Statements = field(default_factory=dict)
    """Sent by this thread's connections, by kind. On SQLite BEGIN and COMMIT are among them."""
    complete: bool = True
    """Whether BEGIN and COMMIT would have been seen: only SQLite shows them."""

    @property
    def queries(self) -> int:
        """How many statements there were in all."""
        return sum(self.statements.values())


@contextmanager
def counting() -> Iterator[Count]:
    """Count the receiver calls and the SQL statements of the block.

    Threads: Python 3.12 and newer sees the calls in all of them; before that, those in this thread, in those
    started inside the block, and in pools (concurrent.futures). A receiver that is a coroutine function
    counts when its body starts; before Python 3.12 also each time it goes on after waiting.
    """
    count = Count()
    calls: list[CodeType] = []  # lists, as threads may add to them at the same time
    statements: list[str] = []
    try:
        with _statements_noted(statements.append), _calls_noted(calls.append):
            yield count
    finally:
        count.calls, count.statements = len(calls), by_kind(statements)
        count.complete = all(connection.vendor == "sqlite" for connection in connections.all())


if sys.version_info >= (3, 12):

    @contextmanager
    def _calls_noted(note: Callable[[CodeType], None]) -> Iterator[None]:
        """Watch the counted code objects and no others, next to any debugger, profiler or coverage."""
        monitoring = sys.monitoring
        watched = list(COUNTED)
        tool = _take_tool()
        try:
            monitoring.register_callback(tool, monitoring.events.PY_START, lambda code, offset: note(code))
            for code in watched:
                monitoring.set_local_events(tool, code, monitoring.events.PY_START)
            yield
        finally:
            for code in watched:
                monitoring.set_local_events(tool, code, monitoring.events.NO_EVENTS)
            monitoring.register_callback(tool, monitoring.events.PY_START, None)
            monitoring.free_tool_id(tool)

    def _take_tool() -> int:
        """A tool id that nobody uses; those that Python reserves for a kind of tool come last."""
        for tool in (3, 4, 5, 2, 1, 0):
            if sys.monitoring.get_tool(tool) is None:
                sys.monitoring.use_tool_id(tool, "signalbench")
                return tool
        raise RuntimeError("all six tool ids of sys.monitoring are taken: receiver calls cannot be counted")

else:
    from concurrent.futures.thread import _WorkItem  # private, but no longer changed in Python 3.10 and 3.11

    Profile = Callable[[FrameType, str, object], None]

    @contextmanager
    def _calls_noted(note: Callable[[CodeType], None]) -> Iterator[None]:
        """Profile this thread and those it starts. Profile functions found in place pause meanwhile."""
        over = False

        def profile(frame: FrameType, event: str, argument: object) -> None:
            if over:  # in a thread that was started inside the block and lives longer
                sys.setprofile(None)
            elif event == "call" and frame.f_code in COUNTED:
                note(frame.f_code)

        before, before_in_threads = sys.getprofile(), threading.getprofile()
        threading.setprofile(profile)
        try:
            with _pools_profiled(profile):
                sys.setprofile(profile)
                yield
        finally:
            sys.setprofile(before)
            threading.setprofile(before_in_threads)
            over = True

    @contextmanager
    def _pools_profiled(profile: Profile) -> Iterator[None]:
        """Profile what the threads of pools do, which may have been started long before."""
        run = _WorkItem.run

        def run_profiled(item: _WorkItem[Any]) -> None:
            before = sys.getprofile()
            sys.setprofile(profile)
            try:
                run(item)
            finally:
                sys.setprofile(before)

        _WorkItem.run = run_profiled
        try:
            yield
        finally:
            _WorkItem.run = run


@contextmanager
def _statements_noted(note: Callable[[str], None]) -> Iterator[None]:
    with ExitStack() as stack:
        for connection in connections.all():
            if connection.vendor == "sqlite" and connection.connection is not None:
                stack.enter_context(_traced(connection, note))
            else:
                stack.enter_context(_wrapped(connection, note))
        yield


@contextmanager
def _traced(connection: BaseDatabaseWrapper, note: Callable[[str], None]) -> Iterator[None]:
    """SQLite's own trace, which no statement escapes. It cannot be asked for: afterwards there is none.

    It repeats a statement for every row that the database itself deletes with a row (ON DELETE CASCADE);
    of what one execute() shows, the first counts.
    """
    raw = connection.connection
    repeats: list[bool] = []

    def once(
        execute: Callable[..., object], sql: str, params: object, many: bool, context: dict[str, Any]
    ) -> object:
        if many:
            return execute(sql, params, many, context)
        repeats.append(False)
        try:
            return execute(sql, params, many, context)
        finally:
            repeats.pop()

    def trace(statement: str) -> None:
        if repeats:
            if repeats[-1]:
                return
            repeats[-1] = True
        note(statement)

    raw.set_trace_callback(trace)
    try:
        with connection.execute_wrapper(once):
            yield
    finally:
        if connection.connection is raw:  # the block may have closed it
            raw.set_trace_callback(None)


@contextmanager
def _wrapped(connection: BaseDatabaseWrapper, note: Callable[[str], None]) -> Iterator[None]:
    """Django's wrapper: each execute() and executemany(), but no BEGIN or COMMIT of the driver's own."""

    def wrapper(
        execute: Callable[..., object], sql: str, params: object, many: bool, context: dict[str, Any]
    ) -> object:
        note(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(wrapper):
        yield
