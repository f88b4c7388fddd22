"""A limit asks another question of the interval that is there."""

from __future__ import annotations

import dataclasses

import pytest

from bench.analysis.analyse import NOT_REACHED
from bench.analysis.limits import Limits, hold_against
from bench.analysis.verdict import exceeds
from bench.model import Comparison, ComparisonKind, Estimate, Results, Verdict
from tests import synthetic


def ratio(low: float, high: float) -> Estimate:
    return Estimate(value=(low * high) ** 0.5, low=low, high=high, confidence=0.95)


def run(*compared: Comparison, noise_floor: float | None = None) -> Results:
    return dataclasses.replace(synthetic.results(), comparisons=compared, noise_floor=noise_floor)


def compared(estimate: Estimate | None, question: str = "receivers", **changes: object) -> Comparison:
    return Comparison(
        **{
            "kind": ComparisonKind.VERSION,
            "question": question,
            "variant": "send",
            "axis": (),
            "baseline": "4.2",
            "candidate": "5.2",
            "ratio": estimate,
            "verdict": Verdict.UNCLEAR,
            **changes,
        }
    )


@pytest.mark.parametrize(
    ("interval", "surely"),
    [((1.11, 1.2), True), ((1.10, 1.2), None), ((0.8, 1.2), None), ((0.5, 1.10), False), ((0.5, 0.6), False)],
)
def test_an_interval_is_beyond_a_limit_within_it_or_holds_it(
    interval: tuple[float, float], surely: bool | None
) -> None:
    assert exceeds(ratio(*interval), 0.10) is surely


def test_a_change_that_is_slower_for_the_report_may_be_within_a_limit_and_the_reverse() -> None:
    slower = compared(ratio(1.06, 1.09), verdict=Verdict.SLOWER)
    same = compared(ratio(1.02, 1.04), verdict=Verdict.SAME)
    assert hold_against(run(slower), Limits(everywhere=0.10)).regressions == ()
    (held,) = hold_against(run(same), Limits(everywhere=0.01)).regressions
    assert (held.comparison, held.limit) == (same, 0.01)


def test_a_question_has_its_own_limit_or_that_of_all_or_none() -> None:
    both = run(compared(ratio(1.2, 1.3)), compared(ratio(1.2, 1.3), "senders"))
    of_one = hold_against(both, Limits(by_question={"senders": 0.05}))
    assert [held.comparison.question for held in of_one.regressions] == ["senders"]
    of_all = hold_against(both, Limits(everywhere=0.05, by_question={"senders": 0.5}))
    assert [held.comparison.question for held in of_all.regressions] == ["receivers"]


def test_no_limit_lies_below_the_noise_floor() -> None:
    found = hold_against(run(compared(ratio(1.03, 1.05)), noise_floor=0.04), Limits(everywhere=0.01))
    assert found.regressions == ()
    assert [held.limit for held in found.undecided] == [0.04]


@pytest.mark.parametrize(
    ("changes", "is_open"),
    [
        ({"verdict": Verdict.NOT_COMPARABLE, "reason": "Python 3.10 against 3.12"}, True),
        ({"verdict": Verdict.NO_DATA, "reason": NOT_REACHED}, True),
        ({"verdict": Verdict.NO_DATA, "reason": "needs Django 6.1 or newer"}, False),
    ],
)
def test_what_could_have_been_decided_and_was_not_is_undecided(
    changes: dict[str, object], is_open: bool
) -> None:
    found = hold_against(run(compared(None, **changes)), Limits(everywhere=0.05))
    assert (len(found.regressions), len(found.undecided)) == (0, int(is_open))


def test_only_what_the_run_was_made_for_is_asked_about() -> None:
    of_variants = compared(ratio(1.5, 1.6), kind=ComparisonKind.VARIANT, environment="5.2")
    assert hold_against(run(of_variants), Limits(everywhere=0.05)).regressions == ()
