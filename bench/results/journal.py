"""The journal: everything measured, a JSON object a line, added to and never rewritten.

Six kinds of line:

    {"kind": "fork", "fork", "environments": [labels as started], "pinned", "preparation_s"}
    {"kind": "outcome", question, variant, axis, "environment", "state", "reason", "counters"}
    {"kind": "slices", "fork", "round", "position", question, variant, axis, "environment", "loops",
     "ns": [one a turn], "pace_ns": [the same, where there was a pacemaker]}
    {"kind": "look", "fork", "share", "settled": [[question, axis], ...], "final"}: after the forks before
     this one the results were looked at, which spent this share of the error; these points need no more
    {"kind": "lost", "fork", "environment", "reason"}: it has no worker for the rest of the fork
    {"kind": "clock", "elapsed_s"}: time spent measuring so far, over all sittings

A later outcome of a cell overrides an earlier one. A last line without its newline was torn by a kill
and does not count. Any other line that cannot be read is an error that names it.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

from bench.errors import SignalbenchError
from bench.model import Cell, CellState, Look, Outcome, Slices
from bench.results.codec import (
    axis_from_json,
    axis_to_json,
    case_from_json,
    case_to_json,
    counters_from_json,
    counters_to_json,
)

if sys.platform == "win32":
    fcntl = None
else:
    import fcntl


_LEAST = {"fork": 0, "round": 0, "position": 0, "loops": 1}
"""What the numbers of slices are at least."""
_WHOLE, _NUMBERS = {int}, {int, float}


@dataclass(slots=True)
class History:
    """All that a journal says."""

    slices: list[Slices] = field(default_factory=list)
    outcomes: dict[Cell, Outcome] = field(default_factory=dict)
    looks: list[Look] = field(default_factory=list)
    forks: int = 0
    """How many forks have been started, finished or not."""
    unpinned: int = 0
    """How many of them ran without being bound to one core."""
    lost: list[str] = field(default_factory=list)
    """What is missing from which fork, and why, in sentences."""
    elapsed_s: float = 0.0


class Journal:
    """Adds lines to a journal; a context manager. Each call is on disk when it returns."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> Journal:
        try:
            self._file = self._path.open("ab+")
            if fcntl is not None:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self._file.seek(0)
            self._file.truncate(self._file.read().rfind(b"\n") + 1)
        except BlockingIOError:
            raise SignalbenchError(f"{self._path.parent} is being measured into by another process") from None
        except OSError as error:
            raise SignalbenchError(f"cannot write {self._path}: {error.strerror}") from error
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._file.close()

    def fork(self, fork: int, environments: Iterable[str], *, pinned: bool, preparation_s: float) -> None:
        """A fork begins: the environments in the order in which their workers were started."""
        self._add(
            [
                {
                    "kind": "fork",
                    "fork": fork,
                    "environments": [*environments],
                    "pinned": pinned,
                    "preparation_s": round(preparation_s, 3),
                }
            ]
        )

    def lost(self, fork: int, environment: str, reason: str) -> None:
        """An environment has no worker for the rest of the fork."""
        self._add([{"kind": "lost", "fork": fork, "environment": environment, "reason": reason}])

    def outcome(self, cell: Cell, outcome: Outcome) -> None:
        """A cell was set up and checked, or cannot be."""
        self._add(
            [
                {
                    "kind": "outcome",
                    **case_to_json(cell.case),
                    "environment": cell.environment,
                    "state": outcome.state.value,
                    "reason": outcome.reason,
                    "counters": counters_to_json(outcome.counters),
                }
            ]
        )

    def slices(self, taken: Iterable[Slices], *, elapsed_s: float) -> None:
        """A round is over."""
        lines: list[dict[str, Any]] = [
            {
                "kind": "slices",
                "fork": each.fork,
                "round": each.round,
                "position": each.position,
                **case_to_json(each.cell.case),
                "environment": each.cell.environment,
                "loops": each.loops,
                "ns": each.ns,
                **({} if each.pace_ns is None else {"pace_ns": each.pace_ns}),
            }
            for each in taken
        ]
        self._add([*lines, {"kind": "clock", "elapsed_s": round(elapsed_s, 3)}])

    def look(self, look: Look) -> None:
        """The results so far were looked at."""
        settled = [[question, axis_to_json(axis)] for question, axis in look.settled]
        self._add(
            [
                {
                    "kind": "look",
                    "fork": look.fork,
                    "share": look.share,
                    "settled": settled,
                    "final": look.final,
                }
            ]
        )

    def _add(self, lines: Iterable[dict[str, Any]]) -> None:
        try:
            self._file.write("".join(json.dumps(line) + "\n" for line in lines).encode())
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            raise SignalbenchError(f"cannot write {self._path}: {error.strerror}") from error


def read_journal(path: Path) -> History:
    """Everything in the journal at `path`; an empty history where there is none yet.

    Raises SignalbenchError for a line that cannot be read, other than a torn last one.
    """
    history = History()
    if not path.exists():
        return history
    cells: dict[Cell, Cell] = {}
    *whole, _torn = path.read_bytes().split(b"\n")
    for number, line in enumerate(whole, start=1):
        try:
            _take(json.loads(line.decode()), history, cells)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise SignalbenchError(
                f"{path.name} line {number} is corrupt ({error!r}); restore it or begin anew with --fresh"
            ) from error
    return history


def _take(line: dict[str, Any], history: History, cells: dict[Cell, Cell]) -> None:
    """cells: those that slices were of so far, so that equal ones are one object."""
    if line["kind"] == "slices":
        history.slices.append(_slices(line, cells))
    elif line["kind"] == "outcome":
        history.outcomes[Cell(case_from_json(line), line["environment"])] = Outcome(
            state=CellState(line["state"]),
            reason=line["reason"],
            counters=counters_from_json(line["counters"]),
        )
    elif line["kind"] == "fork":
        history.forks = max(history.forks, line["fork"] + 1)
        history.unpinned += not line["pinned"]
    elif line["kind"] == "lost":
        history.lost.append(
            f"{line['environment']} is missing from a part of fork {line['fork'] + 1}: {line['reason']}"
        )
    elif line["kind"] == "look":
        settled = tuple((question, axis_from_json(axis)) for question, axis in line["settled"])
        history.looks.append(
            Look(fork=line["fork"], share=line["share"], settled=settled, final=line["final"])
        )
    elif line["kind"] == "clock":
        history.elapsed_s = line["elapsed_s"]
    else:
        raise ValueError(f"unknown kind {line['kind']!r}")


def _slices(line: dict[str, Any], cells: dict[Cell, Cell]) -> Slices:
    cell = Cell(case_from_json(line), line["environment"])
    cell = cells.setdefault(cell, cell)  # a list where a value belongs raises TypeError
    times, pace_ns = tuple(line["ns"]), None if line.get("pace_ns") is None else tuple(line["pace_ns"])
    for name, least in _LEAST.items():
        if type(line[name]) is not int or line[name] < least:
            raise ValueError(f"{name} is {line[name]!r}")
    if not times or {*map(type, times)} != _WHOLE or min(times) < 1:
        raise ValueError(f"ns is {line['ns']!r}")
    if pace_ns is not None and not (
        len(pace_ns) == len(times) and {*map(type, pace_ns)} <= _NUMBERS and all(ns > 0 for ns in pace_ns)
    ):
        raise ValueError(f"pace_ns is {pace_ns!r}")
    return Slices(
        fork=line["fork"],
        round=line["round"],
        position=line["position"],
        cell=cell,
        loops=line["loops"],
        ns=times,
        pace_ns=pace_ns,
    )
