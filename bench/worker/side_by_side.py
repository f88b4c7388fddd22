"""Long operations: all workers run theirs at once, on one processor core, each on its own processor clock.

The system's scheduler gives the core to each of them in turn, every few milliseconds, and so a slow spell of
the machine slows all of them alike. One after the other, operations of a tenth of a second would each
meet a speed of its own.

A pacemaker runs beside them; see pacemaker.py.
"""

from __future__ import annotations

from contextlib import ExitStack
from time import thread_time_ns

from bench.model import Case
from bench.scenarios.scenario import AnyOperation, ready
from bench.worker.stage import Stage
from bench.worker.timing import garbage_kept, time_slice


class Lane:
    """Holds one case ready, from set_up() until tidy_up()."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._open = ExitStack()
        self._operation: AnyOperation | None = None

    def set_up(self, case: Case, *, warm_up: bool) -> None:
        """Get a case ready; after one untimed call if `warm_up`."""
        self._operation = self._open.enter_context(self._stage.case(case))
        if warm_up:
            ready(self._operation)()

    def time(self, loops: int) -> int:
        """Nanoseconds of processor time."""
        if self._operation is None:
            raise RuntimeError("no case has been set up")
        with garbage_kept():
            return time_slice(self._operation, loops, thread_time_ns)

    def tidy_up(self) -> None:
        """Take the case down."""
        self._operation = None
        self._open.close()
