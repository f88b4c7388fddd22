"""Costs of dispatch, from repeats on a clock that the test sets."""

from __future__ import annotations

import pytest

from bench.audit.inside import timing
from bench.audit.inside.timing import Estimate, Turn, estimate, repeats


class Clock:
    """Goes on only when told."""

    now = 0

    def __call__(self) -> int:
        return self.now

    def passing(self, ns: int) -> timing.Loop:
        def loop(number: int) -> None:
            self.now += ns * number

        return loop


def test_each_turn_has_every_loop_in_another_order() -> None:
    clock, began = Clock(), []

    def noted(ns: int) -> timing.Loop:
        def loop(number: int) -> None:
            began.append(ns)
            clock.passing(ns)(number)

        return loop

    measured = repeats([noted(3), noted(5), noted(7)], 10, clock)
    assert measured == [[3.0, 5.0, 7.0]] * timing.TURNS
    assert [began[3 * turn] for turn in (1, 2, 3, 4)] == [3, 5, 7, 3]  # after once each for the caches


def test_an_estimate_is_the_median_and_what_nine_in_ten_lie_between() -> None:
    assert estimate(range(41)) == Estimate(20, 2, 38)
    assert estimate([-3.0] * 41) == Estimate(0, 0, 0)
    assert estimate(range(41)).of(10) == Estimate(200, 20, 380)


def test_a_first_receiver_costs_more_than_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timing, "turns", lambda: [Turn(empty=10, any=100, each=5)] * timing.TURNS)
    assert timing.added(1).value == 105
    assert timing.added(0, 4).value == 120
    assert timing.added(2, 2).value == 220
    assert timing.sent(0, 4).value == 140


def test_the_parts_come_from_no_receiver_one_and_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timing, "repeats", lambda loops, number, clock: [[1.0, 11.0, 116.0, 166.0]])
    assert timing.turns.__wrapped__() == [Turn(empty=10.0, any=100.0, each=5.0)]
