"""Which share of the error a comparison's interval may spend."""

from __future__ import annotations

import pytest

from bench.analysis.shares import confidence_left, shares_of_points
from bench.model import Case, Cell, Look, Point, Slices

TEN: Point = ("receivers", (("receivers", 10),))
HUNDRED: Point = ("receivers", (("receivers", 100),))


def slices(point: Point, fork: int) -> Slices:
    question, axis = point
    cell = Cell(Case(question, "send", axis), "5.2")
    return Slices(fork=fork, round=0, position=0, cell=cell, loops=1, ns=(1,))


def test_without_a_look_everything_may_be_spent_at_the_end() -> None:
    assert shares_of_points([], [slices(TEN, 0)]) == ({}, 1.0)


def test_a_settled_point_keeps_its_look_and_the_others_get_what_is_left() -> None:
    looks = [
        Look(fork=4, share=0.04, settled=(TEN,)),
        Look(fork=6, share=0.06),
        Look(fork=9, share=0.9, final=True),
    ]
    taken = [slices(TEN, 3), slices(HUNDRED, 8)]

    settled, rest = shares_of_points(looks, taken)

    assert settled == {TEN: 0.04}
    assert rest == pytest.approx(0.9)


def test_a_settled_point_that_was_timed_again_goes_with_the_others() -> None:
    looks = [Look(fork=4, share=0.04, settled=(TEN,))]

    assert shares_of_points(looks, [slices(TEN, 3), slices(TEN, 5)])[0] == {}


def test_a_run_that_had_ended_and_went_on_holds_at_a_lower_level() -> None:
    end = Look(fork=9, share=0.7, final=True)

    assert confidence_left(0.95, []) == confidence_left(0.95, [end]) == 0.95
    assert confidence_left(0.95, [end, end]) == pytest.approx(0.90)
