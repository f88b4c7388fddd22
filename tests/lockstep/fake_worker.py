"""Workers that live in this process, on a clock that only they move."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.lockstep.relays import ABANDON
from bench.lockstep.worker_process import OperationError, WorkerFailure
from bench.model import Case, Cell
from bench.results.codec import case_from_json

PACE_NS = 40_000.0
START_S = 0.1
Answer = dict[str, Any] | OperationError | WorkerFailure


def touches_tables(case: Case) -> bool:
    return case.question == "bulk-saves"


@dataclass
class World:
    """The time, what an operation costs where, and what goes wrong."""

    now_s: float = 0.0
    ns: Callable[[Cell], float] = lambda cell: 1_000_000.0
    alone: Callable[[Case], bool] = touches_tables
    waits: Callable[[Case], bool] = lambda case: False
    wrong: dict[Cell, str] = field(default_factory=dict)
    """What happens to a cell: "oracle", "absent", "dies while checked", "no set-up", "raises", "dies" or
    "hangs", the last three while it is timed."""
    unstartable: dict[str, str] = field(default_factory=dict)
    dies_settling: set[str] = field(default_factory=set)
    unbindable: set[str] = field(default_factory=set)
    pacemakers_die: bool = False
    breaks_checking: bool = False
    started: list[tuple[str, int]] = field(default_factory=list)
    checked: list[Cell] = field(default_factory=list)
    """Without those that were also counted."""
    asked: list[tuple[str, str]] = field(default_factory=list)
    """(label, what), in order, of what was sent."""
    circle: list[FakeWorker] = field(default_factory=list)
    """The workers of the relay that was begun last."""
    relay: int = 0
    alive: int = 0

    def start(self, label: str, hash_seed: int) -> FakeWorker:
        if label in self.unstartable:
            raise WorkerFailure(self.unstartable[label])
        self.started.append((label, hash_seed))
        self.alive += 1
        return FakeWorker(self, label)


class FakeWorker:
    """Answers as WorkerProcess does."""

    def __init__(self, world: World, label: str) -> None:
        self.label = label
        self._world = world
        self._answers: deque[Answer] = deque()
        self._request: dict[str, Any] = {}
        self._waits_for_baton = False
        self._pipe: tuple[int, int] | None = None
        self.stopped = False

    def wake(self, *, patience_s: float) -> None: ...

    def verify(self, case: Case, *, count: bool, patience_s: float) -> dict[str, Any]:
        cell = Cell(case, self.label)
        wrong = self._world.wrong.get(cell)
        if not count:
            self._world.checked.append(cell)
        if self._world.breaks_checking:
            raise ZeroDivisionError
        if wrong == "dies while checked":
            raise self._dies("the worker was killed by signal 11")
        if wrong in ("oracle", "absent"):
            state = {"oracle": "failed", "absent": "absent"}[wrong]
            return {"state": state, "reason": f"said the {wrong}", "counters": {}, "ns": None, "check_s": 0.0,
                    "alone": True, "waits": False}  # fmt: skip
        return {
            "state": "measured",
            "reason": None,
            "counters": {"queries": 0, "receiver_calls": 1} | ({"bytecodes": 12} if count else {}),
            "ns": self._world.ns(cell),
            "check_s": 0.01,
            "alone": self._world.alone(case),
            "waits": self._world.waits(case),
        }

    def settle(self, cpu: int | None, *, patience_s: float) -> bool:
        self._world.now_s += START_S
        if self.label in self._world.dies_settling:
            raise self._dies("the worker ended with exit code 1")
        if self.label in self._world.unbindable:
            raise OperationError("PermissionError: not allowed")
        return True

    def send(self, request: dict[str, Any]) -> None:
        self._world.asked.append((self.label, request["do"]))
        if self.stopped:
            raise WorkerFailure("the worker has been stopped")
        getattr(self, f"_{request['do']}")(request)

    def receive(self, patience_s: float) -> dict[str, Any]:
        answer = self._answers.popleft()
        if isinstance(answer, WorkerFailure | OperationError):
            raise answer
        return answer

    def has_answered(self) -> bool:
        if self._waits_for_baton:
            self._run_relay()
        return bool(self._answers)

    def fileno(self) -> int:
        """Nothing ever arrives there: what is answered is seen by has_answered."""
        if self._pipe is None:
            self._pipe = os.pipe()
        return self._pipe[0]

    def stop(self) -> None:
        if not self.stopped:
            self.stopped = True
            self._world.alive -= 1
            for end in self._pipe or ():
                os.close(end)

    def _dies(self, reason: str) -> WorkerFailure:
        self.stop()
        return WorkerFailure(reason)

    def _relay(self, request: dict[str, Any]) -> None:
        if request["number"] != self._world.relay:
            self._world.circle.clear()
        self._world.relay = request["number"]
        self._world.circle.append(self)
        self._request, self._waits_for_baton = request, True

    def _relay_pace(self, request: dict[str, Any]) -> None:
        self._relay({**request, "cases": []})

    def _run_relay(self) -> None:
        wrong = self._wrong(self._request)
        if self._request["do"] == "relay_pace" and self._world.pacemakers_die:
            wrong.add("dies")
        doomed = self._world.pacemakers_die and any(
            each._request["do"] == "relay_pace" for each in self._world.circle
        )
        doomed |= any(each._wrong(each._request) & {"dies", "hangs"} for each in self._world.circle)
        if "dies" in wrong:
            self._answers.append(self._dies("the worker was killed by signal 9"))
        elif doomed and not ("hangs" not in wrong and self._is_called_off()):
            return
        elif doomed:
            self._answers.append(OperationError("Abandoned: the relay was called off"))
        elif "raises" in wrong or "no set-up" in wrong:
            self._answers.append(OperationError("ValueError: no"))
        elif self._request["do"] == "relay_pace":
            legs, turns = range(self._request["legs"]), self._request["turns"]
            self._answers.append({"ns": [[PACE_NS + leg] * turns for leg in legs]})
        else:
            turns, cases = self._request["turns"], self._request["cases"]
            times = [[self._slice(case_from_json(each), each["loops"])] * turns for each in cases]
            self._world.now_s += sum(map(sum, times)) / 1e9
            self._answers.append({"ns": times})
        self._waits_for_baton = False

    def _wrong(self, request: dict[str, Any]) -> set[str]:
        cells = (Cell(case_from_json(each), self.label) for each in request["cases"])
        return {self._world.wrong.get(cell, "") for cell in cells}

    def _is_called_off(self) -> bool:
        pipe = os.open(Path(self._request["own"]), os.O_RDONLY | os.O_NONBLOCK)
        try:
            return bytes([self._request["number"] + ABANDON]) in os.read(pipe, 1000)
        except BlockingIOError:
            return False
        finally:
            os.close(pipe)

    def _slice(self, case: Case, loops: int) -> int:
        return round(self._world.ns(Cell(case, self.label)) * loops)

    def _set_up(self, request: dict[str, Any]) -> None:
        self._request = {"cases": [request]}
        failed = "no set-up" in self._wrong(self._request)
        self._answers.append(OperationError("KeyError: 'no'") if failed else {})

    def _time(self, request: dict[str, Any]) -> None:
        wrong = self._wrong(self._request)
        if "dies" in wrong:
            self._answers.append(self._dies("the worker was killed by signal 9"))
        elif "raises" in wrong:
            self._answers.append(OperationError("ValueError: no"))
        elif "hangs" not in wrong:
            ns = self._slice(case_from_json(self._request["cases"][0]), request["loops"])
            self._world.now_s += ns / 1e9
            self._answers.append({"ns": ns})

    def _tidy_up(self, request: dict[str, Any]) -> None:
        self._answers.append({})

    def _pace(self, request: dict[str, Any]) -> None:
        if self._world.pacemakers_die:
            self._answers.append(self._dies("the worker was killed by signal 9"))
        else:
            self._answers.append({"ns": PACE_NS})

    def _rest(self, request: dict[str, Any]) -> None:
        self._answers.append({})
