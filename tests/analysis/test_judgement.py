"""A look on the way: what is settled, what is not."""

from __future__ import annotations

import dataclasses

from bench.analysis.judgement import judge
from bench.model import CellState, Outcome
from tests.analysis.test_analyse import CELLS, MEASURED, PLAN, slices
from tests.synthetic import RECEIVERS

OUTCOMES = dict.fromkeys(CELLS, MEASURED)
POINTS = {(case.question, case.axis) for case in RECEIVERS.cases}
CONTENT = dataclasses.replace(PLAN, precision=0.04)


def test_points_are_settled_when_every_verdict_is_clear_and_precise() -> None:
    judgement = judge(CONTENT, list(slices(forks=20, slower={"5.2": 1.25})), OUTCOMES, 0.1)

    assert set(judgement.settled) == POINTS
    assert judgement.undecided == 0
    assert judgement.decided == 12 * 2 + 8 * 3


def test_a_clear_verdict_with_a_wide_interval_goes_on() -> None:
    strict = dataclasses.replace(PLAN, precision=0.0001)

    assert judge(strict, list(slices(forks=20)), OUTCOMES, 0.1).settled == ()


def test_a_change_on_the_margin_goes_on() -> None:
    judgement = judge(CONTENT, list(slices(forks=20, slower={"5.2": 1.05})), OUTCOMES, 0.1)

    assert judgement.settled == ()
    assert judgement.undecided >= 12


def test_three_forks_settle_nothing() -> None:
    assert judge(CONTENT, list(slices(forks=3, slower={"5.2": 2.0})), OUTCOMES, 0.1).settled == ()


def test_a_look_that_may_spend_nothing_settles_nothing_and_still_tells_the_variances() -> None:
    judgement = judge(CONTENT, list(slices(forks=20)), OUTCOMES, 0.0)

    assert judgement.settled == ()
    assert set(judgement.spreads) == POINTS


def test_a_point_that_was_not_timed_yet_is_not_settled() -> None:
    assert judge(CONTENT, [], OUTCOMES, 0.1).settled == ()


def test_a_point_whose_cells_have_all_failed_needs_no_more() -> None:
    failed = Outcome(state=CellState.FAILED, reason="no")

    judgement = judge(CONTENT, [], dict.fromkeys(CELLS, failed), 0.1)

    assert set(judgement.settled) == POINTS
