"""Progress on standard error: a line that is redrawn on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from bench import units
from bench.cli.console import can_redraw, say
from bench.model import Judgement, Plan, Point
from bench.render.inert import one_line

PLAIN_LINE_EVERY_S = 60.0
COUNTING_LINE_EVERY_S = 20.0
DATABASE = "the database "
"""What the reason of a cell begins with that has no database."""


@contextmanager
def watcher(plan: Plan, *, quiet: bool, told: set[str] | None = None) -> Iterator[Watcher]:
    """A watcher of the conductor that fits where standard error goes.

    told: reasons of failures that the user knows already; it is looked at, and added to, while measuring.
    Nothing redraws by itself: a refresh happens only when the conductor speaks, which is between slices.
    """
    told = set() if told is None else told
    if quiet:
        yield Watcher(told)
    elif can_redraw(sys.stderr):
        with bar_on(Console(file=sys.stderr)) as bar:
            yield TerminalWatcher(plan, told, bar)
    else:
        yield LineWatcher(plan, told)


def bar_on(console: Console) -> Progress:
    """What TerminalWatcher draws on: a line that nothing redraws but itself, and that does not stay."""
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=20),
        TextColumn("{task.fields[left]}", markup=False),
    )
    return Progress(*columns, console=console, auto_refresh=False, transient=True)


class Watcher:
    """Says what goes wrong, and nothing else. What is the database's fault, it says once."""

    def __init__(self, told: set[str]) -> None:
        self._told = told

    def counting(self, cases: int, cells: int) -> None:
        pass

    def counted(self) -> None:
        pass

    def preparing(self, fork: int) -> None:
        pass

    def measuring(self, fork: int, rounds: int) -> None:
        pass

    def round_done(self, question: str, elapsed_s: float) -> None:
        pass

    def judged(self, judgement: Judgement) -> None:
        pass

    def ended(self) -> None:
        """All is measured that will be in this sitting, and nobody has stopped it."""

    def failed(self, what: str, reason: str) -> None:
        if reason not in self._told:
            self._say(f"no data for {one_line(what)}: {one_line(reason)}")
        if reason.startswith(DATABASE):
            self._told.add(reason)

    def _say(self, line: str) -> None:
        say(line, sys.stderr)


class Census:
    """How far the counting before the first fork is."""

    def __init__(self, cases: int, cells: int) -> None:
        self._cases, self._cells, self._done = cases, cells, 0

    def one_more(self) -> None:
        """Of the cells."""
        self._done += 1

    def __str__(self) -> str:
        so_far = f": {100 * self._done // self._cells}%" if self._done else ""
        return f"checking and counting {units.plural(self._cases, 'case')}{so_far}"


class Tally:
    """How far a run is: which questions get no more forks, what is decided, and how long it will take."""

    def __init__(self, plan: Plan) -> None:
        self._budget_s = plan.budget_s
        self._elapsed_s = 0.0
        self._decided = ""
        self._open: dict[str, set[Point]] = {
            question.slug: {(case.question, case.axis) for case in question.cases}
            for question in plan.questions
        }
        self._all = len(self._open)

    def passed(self, elapsed_s: float) -> None:
        """So much time has been spent."""
        self._elapsed_s = elapsed_s

    def judged(self, judgement: Judgement) -> list[str]:
        """Take it in; the questions that are finished by it."""
        total = judgement.decided + judgement.undecided
        self._decided = f"; {units.integer(judgement.decided)} of {units.plural(total, 'comparison')} decided"
        finished = []
        for slug, points in list(self._open.items()):
            points -= set(judgement.settled)
            if not points:
                del self._open[slug]
                finished.append(slug)
        return finished

    @property
    def open(self) -> list[str]:
        """The questions that are not finished."""
        return list(self._open)

    @property
    def decided(self) -> str:
        """ "; 21 of 56 comparisons decided"; empty before the first look."""
        return self._decided

    @property
    def questions(self) -> str:
        """ "3 of 5 questions"."""
        return f"{self._all - len(self._open)} of {units.plural(self._all, 'question')}"

    @property
    def left(self) -> str:
        """ "about 2 min left"."""
        left_s = self._budget_s - self._elapsed_s
        return f"about {units.duration(left_s)} left" if left_s > 0 else "until everything is timed twice"

    @property
    def done_s(self) -> float:
        """Of the budget."""
        return min(self._elapsed_s, self._budget_s)


class LineWatcher(Watcher):
    """A line for each question that is finished, and one now and then in between."""

    def __init__(self, plan: Plan, told: set[str]) -> None:
        super().__init__(told)
        self._tally = Tally(plan)
        self._census = Census(0, 0)
        self._forks = 0
        self._last = time.monotonic()

    def counting(self, cases: int, cells: int) -> None:
        self._census = Census(cases, cells)
        self._say(str(self._census))

    def counted(self) -> None:
        self._census.one_more()
        if time.monotonic() - self._last >= COUNTING_LINE_EVERY_S:
            self._say(str(self._census))

    def measuring(self, fork: int, rounds: int) -> None:
        self._forks = fork + 1

    def round_done(self, question: str, elapsed_s: float) -> None:
        self._tally.passed(elapsed_s)
        if time.monotonic() - self._last >= PLAIN_LINE_EVERY_S:
            self._say(f"fork {self._forks}{self._tally.decided}; {self._tally.left}")

    def judged(self, judgement: Judgement) -> None:
        for slug in self._tally.judged(judgement):
            forks = units.plural(self._forks, "fork")
            so_far = f"{self._tally.questions}{self._tally.decided}; {self._tally.left}"
            self._say(f"{slug}: settled after {forks}; {so_far}")

    def ended(self) -> None:
        for slug in self._tally.open if self._forks else ():
            self._say(f"{slug}: measured in up to {units.plural(self._forks, 'fork')}, not all of it settled")

    def _say(self, line: str) -> None:
        self._last = time.monotonic()
        super()._say(line)


class TerminalWatcher(Watcher):
    """A bar with the time that is left."""

    def __init__(self, plan: Plan, told: set[str], bar: Progress) -> None:
        super().__init__(told)
        self._bar = bar
        self._task = bar.add_task("starting", total=plan.budget_s, left="")
        self._tally = Tally(plan)
        self._census = Census(0, 0)
        self._fork = 0

    def counting(self, cases: int, cells: int) -> None:
        self._census = Census(cases, cells)
        self._draw(str(self._census))

    def counted(self) -> None:
        self._census.one_more()
        self._draw(str(self._census))

    def preparing(self, fork: int) -> None:
        self._fork = fork
        self._draw(f"fork {fork + 1}: starting workers{self._tally.decided}")

    def round_done(self, question: str, elapsed_s: float) -> None:
        self._tally.passed(elapsed_s)
        self._draw(f"fork {self._fork + 1}: {one_line(question, 30)}{self._tally.decided}", self._tally.left)

    def judged(self, judgement: Judgement) -> None:
        self._tally.judged(judgement)

    def _draw(self, description: str, left: str = "") -> None:
        self._bar.update(
            self._task, description=description, completed=self._tally.done_s, left=left, refresh=True
        )

    def _say(self, line: str) -> None:
        self._bar.console.print(line, markup=False, highlight=False)
