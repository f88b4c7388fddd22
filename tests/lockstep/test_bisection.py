"""The search on a line of letters: "a" is good, the last one bad."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest

from bench.lockstep.bisection import (
    Bracket,
    Move,
    Side,
    by_counters,
    by_lockstep,
    first_change,
    most_steps,
    moves,
    search,
)
from bench.model import Comparison, ComparisonKind, Counters, Verdict


class Tried:
    """Says where letters belong, and remembers which it was asked about."""

    def __init__(self, changed_from: str, skipped: str = "", unclear: str = "") -> None:
        self.asked: list[str] = []
        self._changed_from, self._skipped, self._unclear = changed_from, skipped, unclear

    def __call__(self, letter: str) -> Side:
        self.asked.append(letter)
        if letter in self._skipped:
            return Side.SKIPPED
        if letter in self._unclear:
            return Side.UNCLEAR
        return Side.CHANGED if letter >= self._changed_from else Side.UNCHANGED


def searched(line: str, tried: Tried) -> Bracket[str]:
    bracket = Bracket(unchanged=line[0], between=tuple(line[1:-1]), changed=line[-1])
    return search(bracket, side_of=tried, watch=lambda bracket: None)


@pytest.mark.parametrize("length", [2, 3, 4, 9, 26])
def test_every_change_is_found_in_the_fewest_steps(length: int):
    line = "abcdefghijklmnopqrstuvwxyz"[:length]
    for unchanged, changed in itertools.pairwise(line):
        tried = Tried(changed)
        assert searched(line, tried) == Bracket(unchanged=unchanged, changed=changed)
        assert len(tried.asked) <= most_steps(length - 2)


def test_neighbours_stand_in_for_what_cannot_be_tried():
    tried = Tried("h", skipped="ef")
    assert searched("abcdefghi", tried) == Bracket(unchanged="g", changed="h")
    assert tried.asked[:3] == ["e", "d", "f"]


def test_what_is_left_beside_skipped_ones_is_named():
    assert searched("abcdefghi", Tried("f", skipped="ef")) == Bracket(
        unchanged="d", between=("e", "f"), changed="g"
    )


def test_an_unclear_one_ends_the_search():
    tried = Tried("h", unclear="g")
    assert searched("abcdefghi", tried) == Bracket(
        unchanged="e", between=("f", "g", "h"), changed="i", unclear="g"
    )
    assert tried.asked == ["e", "g"]


def test_a_finer_line_is_searched_between_neighbours_of_the_coarse_one():
    lines = {("a", "z"): "go", ("o", "z"): "stu"}
    seen: list[Bracket[str]] = []
    found = first_change(
        "a",
        "z",
        between=lambda unchanged, changed: lines.get((unchanged, changed), ""),
        side_of=Tried("t"),
        watch=seen.append,
    )
    assert found == Bracket(unchanged="s", changed="t")
    assert seen[-1] == found


def test_no_finer_line_is_searched_across_what_was_skipped():
    asked: list[tuple[str, str]] = []

    def between(unchanged: str, changed: str) -> str:
        asked.append((unchanged, changed))
        return "go"

    found = first_change("a", "z", between=between, side_of=Tried("z", skipped="go"), watch=lambda _: None)
    assert found == Bracket(unchanged="a", between=("g", "o"), changed="z")
    assert asked == [("a", "z")]


def test_counters_tell_where_they_were_counted_on_both_sides():
    before = Counters(queries=1, python_calls=3, bytecodes=111, peak_bytes=500)
    after = Counters(queries=1, python_calls=4, bytecodes=None, peak_bytes=900)
    assert moves(before, after) == (Move("python_calls", 3, 4),)


def test_bytes_alone_are_no_change():
    """The same Django gives 6,112 or 6,392 of them, as its objects happen to lie."""
    side_of = by_counters(Counters(bytecodes=111, peak_bytes=6112), lambda letter: counted.get(letter))
    counted = {"b": Counters(bytecodes=111, peak_bytes=6392), "c": Counters(bytecodes=139)}
    assert [side_of(letter) for letter in "bcd"] == [Side.UNCHANGED, Side.CHANGED, Side.SKIPPED]


def measured(*verdicts: Verdict | None) -> tuple[Callable[..., Comparison | None], list[float]]:
    """A Measure that gives these verdicts one after the other, and the budgets it was called with."""
    budgets: list[float] = []
    left = iter(verdicts)

    def measure(good: str, candidate: str, bad: str, *, budget_s: float) -> Comparison | None:
        assert (good, candidate, bad) == ("a", "b", "c")
        budgets.append(budget_s)
        verdict = next(left)
        return verdict and Comparison(
            kind=ComparisonKind.VERSION,
            question="receivers",
            variant="send",
            axis=(),
            baseline=good,
            candidate=candidate,
            verdict=verdict,
        )

    return measure, budgets


@pytest.mark.parametrize(
    ("verdicts", "side", "spent_s"),
    [
        ([Verdict.SAME], Side.UNCHANGED, [60]),
        ([Verdict.SLOWER], Side.CHANGED, [60]),
        ([Verdict.FASTER], Side.CHANGED, [60]),
        ([Verdict.UNCLEAR, Verdict.SAME], Side.UNCHANGED, [60, 120]),
        ([Verdict.UNCLEAR, Verdict.UNCLEAR], Side.UNCLEAR, [60, 120]),
        ([Verdict.NO_DATA], Side.SKIPPED, [60]),
        ([None], Side.SKIPPED, [60]),
    ],
)
def test_a_verdict_decides_and_what_is_unclear_gets_twice_the_time_once(verdicts, side, spent_s):
    measure, budgets = measured(*verdicts)
    assert by_lockstep("a", "c", measure, budget_s=60)("b") is side
    assert budgets == spent_s
