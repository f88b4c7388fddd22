"""The event loop of this process: asynchronous operations all run on it, and it is made only once.

A forked process has one of its own, and a thread of its own for what asgiref's sync_to_async() runs: of its
parent's threads it has none, yet the executor that asgiref keeps for them would wait for one.
"""

from __future__ import annotations

import asyncio
import functools
import os
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from asgiref.sync import SyncToAsync

T = TypeVar("T")


def run(coroutine: Coroutine[Any, Any, T]) -> T:
    """What the coroutine returns; the loop stays, where asyncio.run() would make one and close it."""
    return _loop(os.getpid()).run_until_complete(coroutine)


@functools.cache
def _loop(process: int) -> asyncio.AbstractEventLoop:
    """One for each process. A forked one keeps its parent's: to close it would empty the selector of both."""
    return asyncio.new_event_loop()


def _forget_threads() -> None:
    SyncToAsync.single_thread_executor = ThreadPoolExecutor(max_workers=1)


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_threads)
