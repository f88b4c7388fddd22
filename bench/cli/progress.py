"""Progress on standard error: a line that is redrawn on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from bench import units
from bench.model import Plan
from bench.units import duration

PLAIN_LINE_EVERY_S = 30.0
DATABASE = "the database "
"""What the reason of a cell begins with that has no database."""


@contextmanager
def watcher(plan: Plan, *, quiet: bool, told: set[str] | None = None) -> Iterator[Watcher]:
    """A watcher of the conductor that fits where standard error goes.

    told: reasons of failures that the user knows already; it is looked at, and added to, while measuring.
    Nothing redraws by itself: a refresh happens only when the conductor speaks, which is between slices.
    """
    console = Console(file=sys.stderr)
    told = set() if told is None else told
    if quiet:
        yield Watcher(told)
    elif console.is_terminal:
        columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[left]}"))
        with Progress(*columns, console=console, auto_refresh=False, transient=True) as bar:
            yield TerminalWatcher(plan, told, bar)
    else:
        yield LineWatcher(plan, told)


class Watcher:
    """Says what goes wrong, and nothing else. What is the database's fault, it says once."""

    def __init__(self, told: set[str]) -> None:
        self._told = told

    def counting(self, cases: int) -> None:
        pass

    def preparing(self, fork: int) -> None:
        pass

    def measuring(self, fork: int, rounds: int) -> None:
        pass

    def round_done(self, question: str, elapsed_s: float) -> None:
        pass

    def judged(self, decided: int, undecided: int) -> None:
        pass

    def failed(self, what: str, reason: str) -> None:
        if reason not in self._told:
            self._say(f"no data for {what}: {reason}")
        if reason.startswith(DATABASE):
            self._told.add(reason)

    def _say(self, line: str) -> None:
        print(line, file=sys.stderr, flush=True)


class LineWatcher(Watcher):
    """A line every now and then."""

    def __init__(self, plan: Plan, told: set[str]) -> None:
        super().__init__(told)
        self._budget_s = plan.budget_s
        self._fork = 0
        self._decided = ""
        self._last = time.monotonic()

    def counting(self, cases: int) -> None:
        print(f"checking and counting {units.plural(cases, 'case')}", file=sys.stderr, flush=True)

    def measuring(self, fork: int, rounds: int) -> None:
        self._fork = fork

    def round_done(self, question: str, elapsed_s: float) -> None:
        if time.monotonic() - self._last < PLAIN_LINE_EVERY_S:
            return
        self._last = time.monotonic()
        left = duration(max(self._budget_s - elapsed_s, 0))
        print(
            f"fork {self._fork + 1}, {question}{self._decided}; about {left} left",
            file=sys.stderr,
            flush=True,
        )

    def judged(self, decided: int, undecided: int) -> None:
        self._decided = _decided(decided, undecided)


class TerminalWatcher(Watcher):
    """A bar with the time that is left."""

    def __init__(self, plan: Plan, told: set[str], bar: Progress) -> None:
        super().__init__(told)
        self._bar = bar
        self._task = bar.add_task("starting", total=plan.budget_s, left="")
        self._budget_s = plan.budget_s
        self._fork = 0
        self._decided = ""

    def counting(self, cases: int) -> None:
        self._bar.update(
            self._task, description=f"checking and counting {units.plural(cases, 'case')}", refresh=True
        )

    def preparing(self, fork: int) -> None:
        self._fork = fork
        self._bar.update(
            self._task, description=f"fork {fork + 1}: starting workers{self._decided}", refresh=True
        )

    def round_done(self, question: str, elapsed_s: float) -> None:
        self._bar.update(
            self._task,
            description=f"fork {self._fork + 1}: {question}{self._decided}",
            completed=min(elapsed_s, self._budget_s),
            left=f"about {duration(max(self._budget_s - elapsed_s, 0))} left",
            refresh=True,
        )

    def _say(self, line: str) -> None:
        self._bar.console.print(line, markup=False, highlight=False)

    def judged(self, decided: int, undecided: int) -> None:
        self._decided = _decided(decided, undecided)


def _decided(decided: int, undecided: int) -> str:
    return f"; {decided} of {decided + undecided} comparisons decided"
