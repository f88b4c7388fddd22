"""The event loop of this process: asynchronous operations all run on it, and it is made only once."""

from __future__ import annotations

import asyncio
import functools
import os
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


def run(coroutine: Coroutine[Any, Any, T]) -> T:
    """What the coroutine returns; the loop stays, where asyncio.run() would make one and close it."""
    return _loop(os.getpid()).run_until_complete(coroutine)


@functools.lru_cache(maxsize=1)
def _loop(process: int) -> asyncio.AbstractEventLoop:
    """One for each process, as a forked one would share its parent's selector."""
    return asyncio.new_event_loop()
