"""Workers that live in this process, on a clock that only they move."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bench.lockstep.worker_process import OperationError, WorkerFailure
from bench.model import Case, Cell


@dataclass
class World:
    """The time, what an operation costs where, and what goes wrong."""

    now_s: float = 0.0
    ns: Callable[[Cell], float] = lambda cell: 1_000_000.0
    wrong: dict[Cell, str] = field(default_factory=dict)
    """What happens to a cell: "oracle", "raises", "dies while checked" or "dies while timed"."""
    dies_settling: set[str] = field(default_factory=set)
    unbindable: set[str] = field(default_factory=set)
    breaks_checking: bool = False
    started: list[tuple[str, int]] = field(default_factory=list)
    alive: int = 0

    def start(self, label: str, hash_seed: int) -> FakeWorker:
        self.started.append((label, hash_seed))
        self.alive += 1
        return FakeWorker(self, label)


class FakeWorker:
    """Answers as WorkerProcess does."""

    def __init__(self, world: World, label: str) -> None:
        self._world = world
        self._label = label
        self._stopped = False

    def introduce(self, *, full: bool, patience_s: float) -> dict[str, Any]:
        self._world.now_s += 0.1
        return {}

    def verify(self, case: Case, *, count: bool, patience_s: float) -> dict[str, Any]:
        cell = Cell(case, self._label)
        wrong = self._world.wrong.get(cell)
        if self._world.breaks_checking:
            raise ZeroDivisionError
        if wrong == "dies while checked":
            self.stop()
            raise WorkerFailure("the worker was killed by signal 11")
        state = "failed" if wrong == "oracle" else "measured"
        return {
            "state": state,
            "reason": "the oracle expects 1 receiver calls" if state == "failed" else None,
            "counters": {"queries": 0, "receiver_calls": 1} | ({"bytecodes": 12} if count else {}),
            "ns": self._world.ns(cell),
            "check_s": 0.01,
        }

    def settle(self, cpu: int | None, *, patience_s: float) -> bool:
        if self._label in self._world.dies_settling:
            self.stop()
            raise WorkerFailure("the worker ended with exit code 1")
        if self._label in self._world.unbindable:
            raise OperationError("PermissionError: not allowed")
        return True

    def time(self, case: Case, loops: int, *, warm_up: bool, patience_s: float) -> int:
        cell = Cell(case, self._label)
        wrong = self._world.wrong.get(cell)
        if wrong == "raises":
            raise OperationError("ValueError: no")
        if wrong == "dies while timed":
            self.stop()
            raise WorkerFailure("the worker gave no answer for 60 s and was stopped")
        ns = round(self._world.ns(cell) * loops)
        self._world.now_s += ns / 1e9
        return ns

    def stop(self) -> None:
        if not self._stopped:
            self._stopped = True
            self._world.alive -= 1
