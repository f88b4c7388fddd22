"""Carries a bisection out, by counters where they tell and else by lockstep, and says what was found."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Callable, Sequence

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from bench import units
from bench.cli.laboratory import DoesNotRun, Laboratory, Reading
from bench.cli.one_case import OneCase
from bench.cli.tables import Tables
from bench.errors import SignalbenchError
from bench.lockstep.bisection import (
    Bracket,
    Move,
    Side,
    by_counters,
    by_lockstep,
    first_change,
    most_steps,
    moves,
)
from bench.lockstep.history import Candidate, History
from bench.model import Comparison, Counters, Verdict
from bench.render.inert import visible
from bench.verdicts import CHANGED


def describe(chosen: OneCase, history: History, budget_s: float) -> str:
    """What will be searched and how long that takes at most, in one line."""
    line, finer = _line(history)
    steps = most_steps(len(line) - 2) + most_steps(max(map(len, finer)))
    longest_s = budget_s * (1 + 3 * steps + (steps > 0))
    picked = " (a middle point; -k picks another)" if chosen.alternatives else ""
    return (
        f"Bisecting {chosen}{picked}: {_counted(len(line) - 2, history.kind)} between {history.good.title} "
        f"and {history.bad.name}. About {units.duration(budget_s)} if counters tell; "
        f"if not, at most {units.duration(longest_s)} of measuring."
    )


def listing(history: History) -> str:
    """Every candidate on a line of its own; below it, indented, the finer ones that may follow it."""
    line, finer = _line(history)
    rows = []
    for candidate, following in zip(line, [*finer, []], strict=True):
        end = {history.good: "  good", history.bad: "  bad"}.get(candidate, "")
        rows += [f"{candidate}{end}", *(f"    {one}" for one in following)]
    return "\n".join(rows)


def _line(history: History) -> tuple[list[Candidate], list[Sequence[Candidate]]]:
    """The coarsest line with both ends, and the finer candidates between each two neighbours on it."""
    line = [history.good, *history.between(history.good, history.bad), history.bad]
    return line, [history.between(older, newer) for older, newer in itertools.pairwise(line)]


class Bisecting:
    """One bisection. Its bracket tells at any moment how far it has come."""

    def __init__(self, laboratory: Laboratory, budget_s: float, announce: Callable[[str], None]) -> None:
        self._laboratory = laboratory
        self._budget_s = budget_s
        self._announce = announce
        self._good, self._bad = laboratory.history.good, laboratory.history.bad
        self.bracket: Bracket[Candidate] = Bracket(unchanged=self._good, changed=self._bad)
        self.steps = 0
        """Candidates between good and bad that were tried; before the first, the two may be the same."""
        self.line = [self._good, self._bad]
        """All candidates that the search has come to know, in order."""

    def find(self) -> str:
        """Search, and say in one sentence what was found.

        SignalbenchError if the case does not run at either end.
        """
        ours, theirs = self._end(self._good, "--good"), self._end(self._bad, "--bad")
        moved = moves(ours, theirs)
        if moved:
            self._announce(
                f"From {self._good.title} to {self._bad.name}: {_told(moved)}. Searching by counters."
            )
            side_of = by_counters(ours, self._count)
        else:
            self._announce(f"{self._good.title} and {self._bad.name} have equal counters; measuring.")
            reading = self._laboratory.measure(self._good, self._bad, self._bad, budget_s=self._budget_s)
            if reading.comparison.verdict not in CHANGED:
                return self._nothing(reading)
            self._announce(f"{self._bad.title}: {reading.text}. Searching by lockstep.")
            side_of = by_lockstep(self._good, self._bad, self._measure, budget_s=self._budget_s)
        first_change(
            self._good,
            self._bad,
            between=self._between,
            side_of=lambda candidate: self._say(candidate, side_of(candidate)),
            watch=self._watch,
        )
        return self._left() if self.bracket.between else self._first()

    @property
    def moves_again(self) -> bool:
        """Whether counters change once more between the first changed candidate and bad."""
        counted = self._laboratory.counted
        return bool(moves(counted[self.bracket.changed], counted[self._bad]))

    def _end(self, candidate: Candidate, option: str) -> Counters:
        try:
            return self._laboratory.count(candidate)
        except DoesNotRun as error:
            raise SignalbenchError(f"{error}. Name another {option}") from error

    def _between(self, unchanged: Candidate, changed: Candidate) -> Sequence[Candidate]:
        found = self._laboratory.history.between(unchanged, changed)
        self.line[self.line.index(unchanged) + 1 : self.line.index(changed)] = found
        return found

    def _count(self, candidate: Candidate) -> Counters | None:
        try:
            return self._laboratory.count(candidate)
        except SignalbenchError as error:
            self._announce(f"{candidate.title} is skipped: {error}")
            return None

    def _measure(
        self, good: Candidate, candidate: Candidate, bad: Candidate, *, budget_s: float
    ) -> Comparison | None:
        if self._count(candidate) is None:
            return None
        try:
            reading = self._laboratory.measure(good, candidate, bad, budget_s=budget_s)
        except SignalbenchError as error:
            self._announce(f"{candidate.title} is skipped: {error}")
            return None
        if reading.comparison.verdict is Verdict.UNCLEAR:
            self._announce(f"{candidate.title}: {reading.text} in {units.duration(budget_s)}")
        return reading.comparison

    def _say(self, candidate: Candidate, side: Side) -> Side:
        if side is not Side.SKIPPED:
            counted = self._laboratory.counted
            told = [_told(moves(counted[self._good], counted[candidate]))]
            told += [one.text for one in self._laboratory.readings[-1:] if one.candidate is candidate]
            why = "; ".join(filter(None, told)) or "counters equal"
            self._announce(f"{candidate.title}: {side.value} against {self._good.name} ({why})")
        return side

    def _watch(self, bracket: Bracket[Candidate]) -> None:
        self.bracket = bracket
        self.steps += 1
        if bracket.between:
            left = _counted(len(bracket.between), self._laboratory.history.kind)
            self._announce(f"  left: {left} between {bracket.unchanged.name} and {bracket.changed.name}")

    def _nothing(self, reading: Reading) -> str:
        ends = f"{self._laboratory.chosen}: {self._bad.title} against {self._good.name}"
        if reading.comparison.verdict is Verdict.SAME:
            return f"{ends}: {reading.phrase}, and counters are equal. There is nothing to find."
        return (
            f"{ends}: {reading.phrase}; counters are equal. "
            f"Measure longer, --budget {_typed(4 * self._budget_s)}, or ask for less, "
            f"--margin {units.share(2 * self._laboratory.margin)}."
        )

    def _first(self) -> str:
        unchanged, changed = self.bracket.unchanged, self.bracket.changed
        counted = self._laboratory.counted
        what = _told(moves(counted[unchanged], counted[changed])) or "counters equal"
        return (
            f"{self._laboratory.chosen}: first changed in {changed} ({unchanged.name} before): "
            f"{what}; {self._time(unchanged, changed)}"
        )

    def _time(self, unchanged: Candidate, changed: Candidate) -> str:
        """The changed one against the unchanged one: as measured on the way, or measured now."""
        for known in reversed(self._laboratory.readings):
            if (known.against, known.candidate) == (unchanged, changed):
                return known.phrase
        try:
            reading = self._laboratory.measure(unchanged, changed, changed, budget_s=self._budget_s)
        except SignalbenchError as error:
            return f"time unknown: {error}"
        return reading.phrase

    def _left(self) -> str:
        unchanged, changed, unclear = self.bracket.unchanged, self.bracket.changed, self.bracket.unclear
        where = f"{self._laboratory.chosen}: changed after {unchanged.title} and no later than {changed.name}"
        if unclear is not None:
            return (
                f"{where}. {unclear.title} is undecided ({self._laboratory.readings[-1].phrase}). "
                f"Measure longer: --budget {_typed(4 * self._budget_s)}"
            )
        counted = self._laboratory.counted
        what = _told(moves(counted[unchanged], counted[changed])) or "counters equal"
        names = ", ".join(one.name for one in self.bracket.between)
        return f"{where}: {what}; {self._time(unchanged, changed)}. Could not be tried: {names}"


def print_table(bisecting: Bisecting, laboratory: Laboratory) -> None:
    """The candidates that were tried, their counters, and what was measured, at most 100 columns wide."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("Tried", overflow="fold")
    for heading in ("Queries", "Receiver calls", "Python calls", "Bytecodes", "Peak bytes"):
        table.add_column(heading, justify="right", min_width=7)
    table.add_column("Time", overflow="fold")
    told = {one.candidate: f"{one.text} against {one.against.name}" for one in laboratory.readings}
    for candidate in bisecting.line:
        counters = laboratory.counted.get(candidate)
        if counters is None:
            continue
        figures = (
            counters.queries,
            counters.receiver_calls,
            counters.python_calls,
            counters.bytecodes,
            counters.peak_bytes,
        )
        shown = ["–" if figure is None else units.integer(figure) for figure in figures]
        table.add_row(*map(Text, [visible(candidate.name), *shown, visible(told.get(candidate, ""))]))
    Tables(sys.stdout).print_table(table)


def _told(moved: Sequence[Move]) -> str:
    """ "bytecodes 111 → 139, python calls 3 → 4"; empty where nothing moved."""
    return ", ".join(
        f"{move.counter.replace('_', ' ')} {units.integer(move.before)} → {units.integer(move.after)}"
        for move in moved
    )


def _counted(number: int, kind: str) -> str:
    return f"{units.integer(number) if number else 'no'} {kind}{'' if number == 1 else 's'}"


def _typed(seconds: float) -> str:
    return f"{seconds:.0f}s"
