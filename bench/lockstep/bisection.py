"""Finds the first of a line of candidates that differs from its beginning, by binary search.

The line runs from a candidate that is known to be unchanged to one that is known to be changed. One that
cannot be tried is skipped as `git bisect skip` does it: its neighbours are tried instead, and what is left in
the end is named. One that stays unclear ends the search, since a guess would send it the wrong way.
Where several changes lie on the line, the search finds one of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Generic, NamedTuple, Protocol, TypeVar

from bench.model import Comparison, Counters, Verdict

T = TypeVar("T")
T_contra = TypeVar("T_contra", contravariant=True)

TELLING = ("queries", "receiver_calls", "python_calls", "bytecodes")
"""The counters that are the same whenever they are taken. Bytes are not: where objects come to lie decides
how often a table of references grows."""


class Side(Enum):
    """Where a candidate belongs: to the beginning of the line, to its end, or to neither."""

    UNCHANGED = "unchanged"
    CHANGED = "changed"
    SKIPPED = "skipped"
    """It cannot be tried."""
    UNCLEAR = "unclear"
    """It was tried, and does not tell."""


SIDES = {
    Verdict.SAME: Side.UNCHANGED,
    Verdict.SLOWER: Side.CHANGED,
    Verdict.FASTER: Side.CHANGED,
    Verdict.UNCLEAR: Side.UNCLEAR,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bracket(Generic[T]):
    """What is known so far: the change came after `unchanged`, and no later than `changed`."""

    unchanged: T
    between: tuple[T, ...] = ()
    """What lies between the two and was not tried, or told nothing."""
    changed: T
    unclear: T | None = None
    """The one between them that ended the search."""


class Move(NamedTuple):
    """A counter that differs between two candidates."""

    counter: str
    before: int
    after: int


class Measure(Protocol[T_contra]):
    """Times the candidate, which may be `bad`, side by side with both ends of the line.

    Returns candidate / good, or None if the candidate cannot be had.
    """

    def __call__(
        self, good: T_contra, candidate: T_contra, bad: T_contra, *, budget_s: float
    ) -> Comparison | None: ...


def most_steps(candidates: int) -> int:
    """How many of so many candidates between two known ones are tried at most, when none is skipped."""
    return candidates.bit_length()


def first_change(
    good: T,
    bad: T,
    *,
    between: Callable[[T, T], Sequence[T]],
    side_of: Callable[[T], Side],
    watch: Callable[[Bracket[T]], None],
) -> Bracket[T]:
    """Search the candidates between good and bad, then any finer ones between the two that remain.

    between: the candidates strictly between two; the finer ones, once the two are neighbours on a coarser
    line; none where there are no more. watch: hears of every step.
    """
    bracket = Bracket(unchanged=good, changed=bad)
    while not bracket.between and bracket.unclear is None:
        candidates = between(bracket.unchanged, bracket.changed)
        if not candidates:
            break
        bracket = search(
            Bracket(unchanged=bracket.unchanged, between=tuple(candidates), changed=bracket.changed),
            side_of=side_of,
            watch=watch,
        )
    return bracket


def search(
    bracket: Bracket[T], *, side_of: Callable[[T], Side], watch: Callable[[Bracket[T]], None]
) -> Bracket[T]:
    """Halve the bracket until nothing untried is left between its ends, or a candidate is unclear."""
    line = [bracket.unchanged, *bracket.between, bracket.changed]
    low, high = 0, len(line) - 1
    skipped: set[int] = set()
    while untried := [place for place in range(low + 1, high) if place not in skipped]:
        middle = (low + high) / 2
        place = min(untried, key=lambda place: abs(place - middle))
        side = side_of(line[place])
        if side is Side.UNCHANGED:
            low = place
        elif side is Side.CHANGED:
            high = place
        else:
            skipped.add(place)
        bracket = Bracket(
            unchanged=line[low],
            between=tuple(line[low + 1 : high]),
            changed=line[high],
            unclear=line[place] if side is Side.UNCLEAR else None,
        )
        watch(bracket)
        if side is Side.UNCLEAR:
            break
    return bracket


def by_counters(good: Counters, count: Callable[[T], Counters | None]) -> Callable[[T], Side]:
    """A candidate belongs to the beginning if its telling counters equal those of good.

    count: None if the candidate cannot be had.
    """

    def side_of(candidate: T) -> Side:
        counted = count(candidate)
        if counted is None:
            return Side.SKIPPED
        return Side.CHANGED if moves(good, counted) else Side.UNCHANGED

    return side_of


def by_lockstep(good: T, bad: T, measure: Measure[T], *, budget_s: float) -> Callable[[T], Side]:
    """A candidate belongs to the beginning if it is as fast as good within the margin.

    What is unclear is measured once more, twice as long. One without data is skipped.
    """

    def side_of(candidate: T) -> Side:
        side = Side.UNCLEAR
        for seconds in (budget_s, 2 * budget_s):
            comparison = measure(good, candidate, bad, budget_s=seconds)
            side = Side.SKIPPED if comparison is None else SIDES.get(comparison.verdict, Side.SKIPPED)
            if side is not Side.UNCLEAR:
                break
        return side

    return side_of


def moves(before: Counters, after: Counters) -> tuple[Move, ...]:
    """The telling counters that differ; one that was not counted on either side does not."""
    pairs = ((name, getattr(before, name), getattr(after, name)) for name in TELLING)
    return tuple(
        Move(name, ours, theirs)
        for name, ours, theirs in pairs
        if ours is not None and theirs is not None and ours != theirs
    )
