"""Two cells divided: within each turn where they were timed at once, else in units of the pacemaker."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np
import pytest

from bench.analysis.divisions import divide, figures_of_forks
from bench.analysis.pairs import Pair
from bench.analysis.rounds import by_question
from bench.model import Case, Cell, CellResult, CellState, ComparisonKind, Slices

SEND, LOOP = (Cell(Case("receivers", name, ()), "5.2") for name in ("send", "plain loop"))
PAIR = Pair(kind=ComparisonKind.VARIANT, candidate=SEND, baseline=LOOP)
MEASURED = {cell: CellResult(cell=cell, state=CellState.MEASURED) for cell in (SEND, LOOP)}


def taken(
    cell: Cell, ns: Sequence[int], pace_ns: Sequence[float] | None, *, fork: int = 0, number: int = 0
) -> Slices:
    return Slices(
        fork=fork,
        round=number,
        position=0,
        cell=cell,
        loops=1,
        ns=tuple(ns),
        pace_ns=None if pace_ns is None else tuple(pace_ns),
    )


def ratios(*slices: Slices) -> list[float]:
    (forks,) = figures_of_forks([PAIR], by_question(slices))
    return np.exp(forks).tolist()


def test_cells_of_one_circle_are_divided_turn_by_turn():
    """The machine is slow in the second turn, for all of them."""
    pace = (100.0, 200.0, 100.0)
    assert ratios(taken(SEND, (300, 600, 300), pace), taken(LOOP, (200, 400, 200), pace)) == pytest.approx(
        [1.5]
    )


def test_cells_that_were_timed_apart_are_divided_in_units_of_the_pacemaker():
    """The machine was half as fast while the second was timed."""
    apart = taken(SEND, (300,) * 3, (100.0,) * 3), taken(LOOP, (400,) * 3, (200.0,) * 3)
    assert ratios(*apart) == pytest.approx([1.5])


def test_all_turns_of_either_count_though_their_numbers_differ():
    """Half of the first one's turns were slow, and the pacemaker's too; one of the other's was spoilt."""
    first = taken(SEND, (300, 300, 600, 600, 300), (100.0, 100.0, 200.0, 200.0, 100.0))
    assert ratios(first, taken(LOOP, (900, 200, 200), (100.0, 100.0, 100.0))) == pytest.approx([1.5])


def test_without_a_pacemaker_on_both_sides_the_times_are_divided_as_they_are():
    assert ratios(taken(SEND, (300,), (100.0,)), taken(LOOP, (200,), None)) == pytest.approx([1.5])


def test_a_repeat_replaces_all_turns_of_a_cell_and_their_pace():
    first = taken(SEND, (900, 900, 900), (100.0, 100.0, 100.0))
    again = taken(SEND, (300,), None)
    assert ratios(first, again, taken(LOOP, (200,), None)) == pytest.approx([1.5])


@pytest.mark.parametrize(("turns", "few"), [((3, 3), False), ((20, 2), True)])
def test_few_turns_are_told_by_the_cell_that_has_fewer(turns: tuple[int, int], few: bool):
    def of(cell: Cell, count: int, pace: float) -> Iterable[Slices]:
        return (taken(cell, (100 + fork,) * count, (pace,) * count, fork=fork) for fork in range(3))

    rounds = by_question([*of(SEND, turns[0], 100.0), *of(LOOP, turns[1], 200.0)])
    (division,) = divide([PAIR], rounds, MEASURED)
    assert division.few_turns is few
    assert division.location is not None
    assert division.location.value == pytest.approx(math.log(2))
