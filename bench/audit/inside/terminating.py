"""SIGTERM: something is done first, and the process ends as it would have."""

from __future__ import annotations

import os
import signal
from types import FrameType
from typing import Callable


def before_termination(act: Callable[[], None]) -> None:
    """Call act() on SIGTERM, in the main thread, and let the signal kill the process.

    Does nothing where somebody has a handler or ignores it. A handler that is installed later takes over; if
    that calls the one before it, as some do, this one does nothing. Forked processes are killed at once.
    """
    if signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL:
        return
    process = os.getpid()

    def handle(number: int, frame: FrameType | None) -> None:
        if signal.getsignal(signal.SIGTERM) is not handle:
            return
        signal.signal(signal.SIGTERM, signal.SIG_IGN)  # a second one meanwhile
        try:
            if os.getpid() == process:
                act()
        finally:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            os.kill(os.getpid(), signal.SIGTERM)

    def restore() -> None:
        if signal.getsignal(signal.SIGTERM) is handle:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)

    signal.signal(signal.SIGTERM, handle)
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=restore)
