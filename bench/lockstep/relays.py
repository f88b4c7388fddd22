"""Relays, seen from the host: it makes the pipes, starts the baton, and calls off what got stuck.

See bench/worker/relay.py for what the workers do.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from bench.lockstep.answers import Answer, gather
from bench.lockstep.worker_process import WorkerFailure, WorkerProcess
from bench.model import Case
from bench.results.codec import case_to_json

PACEMAKER = "pacemaker"
ABANDON = 128
NUMBERS = 127
CALLED_OFF = "Abandoned"
"""What the error of a worker begins with that had to stop since another one was gone."""


class Leg(NamedTuple):
    """What each worker does whenever it has the baton: one slice of the case."""

    case: Case
    loops: int
    warm_up: bool
    """Whether one untimed call goes before each slice."""


class Relays:
    """The pipes at which the workers of a fork wait, in a folder of their own.

    They are held open until close(): what is in a pipe that nobody has open is lost.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._pipes: dict[str, Path] = {}
        self._opened: dict[str, int] = {}
        self._number = 0

    def close(self) -> None:
        """Let go of the pipes."""
        for pipe in self._opened.values():
            os.close(pipe)
        self._opened.clear()

    def run(
        self,
        workers: Mapping[str, WorkerProcess],
        legs: Sequence[Leg],
        turns: int,
        *,
        patience_s: float,
    ) -> dict[str, Answer]:
        """Let the workers take turns in the order given; {"ns": [[one a turn] for each leg]} from each.

        Who is called PACEMAKER saves an order at each leg. The answer of a worker that had to stop since
        another was gone is an OperationError, CALLED_OFF.
        """
        self._number = self._number % NUMBERS + 1
        circle = list(workers)
        if not circle:
            return {}
        cases = [{**case_to_json(leg.case), "loops": leg.loops, "warm_up": leg.warm_up} for leg in legs]
        for label in circle:
            self._pipe(label)
            self._empty(label)
        failed: dict[str, Answer] = {}
        asked: dict[str, WorkerProcess] = {}
        for label, following in zip(circle, circle[1:] + circle[:1], strict=True):
            request = {
                **({"do": "relay_pace"} if label == PACEMAKER else {"do": "relay", "cases": cases}),
                "own": str(self._pipe(label)),
                "next": str(self._pipe(following)),
                "number": self._number,
                "turns": turns,
                "legs": len(legs),
            }
            try:
                workers[label].send(request)
                asked[label] = workers[label]
            except WorkerFailure as failure:
                failed[label] = failure
        if failed:
            self._call_off(asked)
        else:
            self._write(circle[0], self._number)
        return failed | gather(asked, patience_s=patience_s, call_off=lambda: self._call_off(asked))

    def _call_off(self, workers: Mapping[str, WorkerProcess]) -> None:
        for label in workers:
            self._write(label, self._number + ABANDON)

    def _write(self, label: str, number: int) -> None:
        os.write(self._opened[label], bytes([number]))

    def _empty(self, label: str) -> None:
        """Take out what earlier relays have left: their numbers come again."""
        with suppress(BlockingIOError):
            while os.read(self._opened[label], 1 << 10):
                pass

    def _pipe(self, label: str) -> Path:
        if label not in self._pipes:
            pipe = self._pipes[label] = self._folder / str(len(self._pipes))
            os.mkfifo(pipe)
            self._opened[label] = os.open(pipe, os.O_RDWR | os.O_NONBLOCK)
        return self._pipes[label]
