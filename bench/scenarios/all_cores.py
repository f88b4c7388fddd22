"""For threads and servers beside the measured one: all processor cores, though a worker is bound to one."""

from __future__ import annotations

import os

_CORES = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else None
"""As the process was started, since the scenarios are imported before a worker is bound."""


def use_all_cores(process: int = 0) -> None:
    """Let a process that has one thread run on any of them, or just the calling thread if no id is given.

    Does nothing where the system cannot bind a thread to a core.
    """
    if _CORES is not None:
        os.sched_setaffinity(process, _CORES)
