"""Workers that are started side by side and have to be ended together, and what their checks tell."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from bench.lockstep.worker_process import WorkerFailure, WorkerProcess
from bench.model import CellState, Outcome
from bench.results.codec import counters_from_json

StartWorker = Callable[[str, int], WorkerProcess]
"""From an environment's label and a hash seed to a started worker."""


class Hands:
    """Starts workers from several threads, and ends all of them."""

    def __init__(self, start: StartWorker) -> None:
        self._start = start
        self._started: list[WorkerProcess] = []
        self._over = threading.Event()

    def start(self, label: str, hash_seed: int) -> WorkerProcess:
        """A started worker.

        WorkerFailure once all are stopped, or a check that was cut short would be begun again.
        """
        worker = self._start(label, hash_seed)
        self._started.append(worker)
        if self._over.is_set():
            worker.stop()
            raise WorkerFailure("all workers were stopped")
        return worker

    def stop(self) -> None:
        """End every worker, and let no other one begin."""
        self._over.set()
        for worker in self._started:
            worker.stop()


def outcome_of(answer: dict[str, Any]) -> Outcome:
    """What a worker's answer to `verify_case` says of the cell."""
    return Outcome(
        state=CellState(answer["state"]),
        reason=answer["reason"],
        counters=counters_from_json(answer["counters"]),
    )
