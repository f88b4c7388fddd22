"""Which processor core is the workers' and which the host's, and how this process is bound to one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager


def cores() -> tuple[int | None, int | None]:
    """(the core for the workers, the core for the host); None where the system cannot bind or has one."""
    if not hasattr(os, "sched_getaffinity"):
        return None, None
    available = sorted(os.sched_getaffinity(0))
    return (available[-1], available[0]) if len(available) > 1 else (None, None)


@contextmanager
def bound_to(core: int | None) -> Iterator[int | None]:
    """The core that holds inside: None where none was asked for, or where the system refuses."""
    if core is None:
        yield None
        return
    before = os.sched_getaffinity(0)
    try:
        os.sched_setaffinity(0, {core})
    except OSError:
        yield None
        return
    try:
        yield core
    finally:
        os.sched_setaffinity(0, before)
