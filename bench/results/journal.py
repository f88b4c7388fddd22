"""The journal: everything measured, a JSON object a line, added to and never rewritten.

What a line may say is told in journal_lines.py. A later outcome of a cell overrides an earlier one. A last
line without its newline was torn by a kill and does not count. Any other line that cannot be read is an error
that names it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import cast

from bench.errors import SignalbenchError
from bench.model import Case, Cell, Look, Outcome, Slices
from bench.results.codec import axis_from_json, axis_to_json, counters_from_json, counters_to_json
from bench.results.journal_lines import (
    ClockLine,
    CountersObject,
    ForkLine,
    Line,
    LookLine,
    LostLine,
    OutcomeLine,
    SlicesLine,
    decoded,
    encoded,
)

if sys.platform == "win32":
    fcntl = None
else:
    import fcntl


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
        started = tuple(environments)
        self._add(
            ForkLine(fork=fork, environments=started, pinned=pinned, preparation_s=round(preparation_s, 3))
        )

    def lost(self, fork: int, environment: str, reason: str) -> None:
        """An environment has no worker for the rest of the fork."""
        self._add(LostLine(fork=fork, environment=environment, reason=reason))

    def outcome(self, cell: Cell, outcome: Outcome) -> None:
        """A cell was set up and checked, or cannot be."""
        self._add(
            OutcomeLine(
                question=cell.case.question,
                variant=cell.case.variant,
                axis=axis_to_json(cell.case.axis),
                environment=cell.environment,
                state=outcome.state,
                reason=outcome.reason,
                counters=cast(CountersObject, counters_to_json(outcome.counters)),
            )
        )

    def slices(self, taken: Iterable[Slices], *, elapsed_s: float) -> None:
        """A round is over."""
        lines = [
            SlicesLine(
                fork=each.fork,
                round=each.round,
                position=each.position,
                question=each.cell.case.question,
                variant=each.cell.case.variant,
                axis=axis_to_json(each.cell.case.axis),
                environment=each.cell.environment,
                loops=each.loops,
                ns=each.ns,
                pace_ns=each.pace_ns,
            )
            for each in taken
        ]
        self._add(*lines, ClockLine(elapsed_s=round(elapsed_s, 3)))

    def look(self, look: Look) -> None:
        """The results so far were looked at."""
        settled = tuple((question, axis_to_json(axis)) for question, axis in look.settled)
        self._add(LookLine(fork=look.fork, share=look.share, settled=settled, final=look.final))

    def _add(self, *lines: Line) -> None:
        try:
            self._file.write(b"".join(map(encoded, lines)))
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
            _take(decoded(line), history, cells)
        except (ValueError, TypeError, AttributeError, RecursionError) as error:
            raise SignalbenchError(
                f"{path.name} line {number} is corrupt ({error}); restore it or begin anew with --fresh"
            ) from error
    return history


def _take(line: Line, history: History, cells: dict[Cell, Cell]) -> None:
    """cells: those that slices were of so far, so that equal ones are one object."""
    match line:
        case SlicesLine():
            history.slices.append(_slices(line, cells))
        case OutcomeLine():
            history.outcomes[_cell(line)] = Outcome(
                state=line.state, reason=line.reason, counters=counters_from_json(line.counters)
            )
        case ForkLine():
            history.forks = max(history.forks, line.fork + 1)
            history.unpinned += not line.pinned
        case LostLine():
            history.lost.append(
                f"{line.environment} is missing from a part of fork {line.fork + 1}: {line.reason}"
            )
        case LookLine():
            settled = tuple((question, axis_from_json(axis)) for question, axis in line.settled)
            history.looks.append(Look(fork=line.fork, share=line.share, settled=settled, final=line.final))
        case ClockLine():
            history.elapsed_s = line.elapsed_s


def _cell(line: SlicesLine | OutcomeLine) -> Cell:
    return Cell(Case(line.question, line.variant, axis_from_json(line.axis)), line.environment)


def _slices(line: SlicesLine, cells: dict[Cell, Cell]) -> Slices:
    cell = _cell(line)
    return Slices(
        fork=line.fork,
        round=line.round,
        position=line.position,
        cell=cells.setdefault(cell, cell),
        loops=line.loops,
        ns=line.ns,
        pace_ns=line.pace_ns,
    )
