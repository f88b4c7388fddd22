"""For threads that are measured side by side: all the processor cores, though a worker is bound to one."""

from __future__ import annotations

import os

_CORES = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else None
"""As the process was started, since the scenarios are imported before a worker is bound."""


def use_all_cores() -> None:
    """Let the calling thread, and no other one, run on any of them, where the system can tell threads so."""
    if _CORES is not None:
        os.sched_setaffinity(0, _CORES)
