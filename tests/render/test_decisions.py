"""The two decisions that a report opens with, whatever the run can tell."""

from __future__ import annotations

import dataclasses

import pytest

from bench.model import Comparison, ComparisonKind, Estimate, Results, Verdict
from bench.render.decisions import decisions
from bench.render.shared_causes import shared, told_for
from bench.render.signal_or_save import signal_or_save
from bench.render.table import main_comparisons
from bench.render.upgrading import upgrade
from tests import synthetic

SLOWER, SAME, UNCLEAR = Verdict.SLOWER, Verdict.SAME, Verdict.UNCLEAR


def with_ratio(one: Comparison, verdict: Verdict, low: float, high: float, forks: int) -> Comparison:
    ratio = Estimate(value=(low * high) ** 0.5, low=low, high=high, confidence=0.95)
    return dataclasses.replace(one, ratio=ratio, verdict=verdict, forks=forks)


def upgraded(verdict: Verdict, low: float, high: float, forks: int = 8) -> Results:
    """Every comparison of versions came out like this."""
    made = synthetic.results(synthetic.plan(questions=(synthetic.RECEIVERS,)))
    compared = [with_ratio(c, verdict, low, high, forks) for c in main_comparisons(made)]
    return dataclasses.replace(made, comparisons=tuple(compared))


def saving(
    receiver: tuple[Verdict, float, float], override: tuple[Verdict, float, float], forks: int = 8
) -> Results:
    """A loop of save() in one Django, with a receiver and with an override that came out like this."""
    plan = synthetic.plan(
        kind=ComparisonKind.VARIANT,
        questions=(synthetic.BULK_SAVES,),
        environments=synthetic.ENVIRONMENTS[1:2],
    )
    made = synthetic.results(plan)
    outcomes = {"1 post_save receiver": receiver, "overridden save()": override}
    compared = [
        with_ratio(c, *outcomes[c.variant], forks) for c in main_comparisons(made) if c.variant in outcomes
    ]
    return dataclasses.replace(made, comparisons=tuple(compared))


@pytest.mark.parametrize(
    ("verdict", "low", "high", "forks", "answer"),
    [
        (SLOWER, 1.2, 1.3, 8, "Look first at what got slower."),
        (SAME, 0.98, 1.02, 8, "Yes, as far as signals go: nothing is known to get slower."),
        (UNCLEAR, 0.9, 1.2, 8, "Cannot be told from this run:"),
        (SLOWER, 1.2, 1.3, 3, "Too early to tell: this is a first look, of 3 forks."),
    ],
)
def test_whether_to_upgrade(verdict: Verdict, low: float, high: float, forks: int, answer: str) -> None:
    made = upgrade(upgraded(verdict, low, high, forks))
    assert made.answer == answer
    assert ("measure longer" in made.reasons.lower()) is (forks < 4 or verdict is UNCLEAR)


@pytest.mark.parametrize(
    ("early", "answer"),
    [
        (SLOWER, "Too early to tell: at a first look, something got slower."),
        (SAME, "Yes, as far as signals go: nothing is known to get slower."),
    ],
)
def test_a_first_look_at_one_case_is_told_beside_the_others(early: Verdict, answer: str) -> None:
    made = upgraded(SAME, 0.98, 1.02)
    (first, *others) = main_comparisons(made)
    newest = [c for c in others if c.candidate == "6.1"]
    ratio = (1.2, 1.3) if early is SLOWER else (0.98, 1.02)
    looked_at = with_ratio(dataclasses.replace(first, candidate="6.1"), early, *ratio, forks=2)
    told = upgrade(dataclasses.replace(made, comparisons=(looked_at, *newest)))
    assert told.answer == answer
    assert "1 more at a first look only" in told.reasons
    assert "changed at a first look" not in told.reasons


def test_what_goes_back_to_an_older_django_is_no_upgrade() -> None:
    made = upgraded(SLOWER, 1.2, 1.3)
    older_last = tuple(reversed([e for e in made.plan.environments if e.twin_of is None]))
    back = [
        dataclasses.replace(c, baseline=c.candidate, candidate=c.baseline) for c in main_comparisons(made)
    ]
    plan = dataclasses.replace(made.plan, environments=older_last)
    told = upgrade(dataclasses.replace(made, plan=plan, comparisons=tuple(back)))
    assert told.answer == "Cannot be told from this run:"
    assert "Compare with: signalbench compare 4.2 " in told.reasons


@pytest.mark.parametrize(
    ("receiver", "override", "answer"),
    [
        ((SAME, 1.012, 1.02), (SAME, 0.99, 1.015), "Either: no difference in time is known between them."),
        ((SAME, 1.03, 1.04), (SAME, 0.99, 1.01), "Either: no difference in time is known between them."),
        ((SLOWER, 1.09, 1.1), (SAME, 1.0, 1.02), "save(), if time counts: a receiver adds more."),
        ((SAME, 1.0, 1.02), (SLOWER, 1.1, 1.2), "A signal, if time counts: overriding save() adds more."),
        ((SAME, 1.0, 1.02), (UNCLEAR, 0.8, 1.2), "A signal is fine: its time hardly counts."),
        ((UNCLEAR, 0.8, 1.2), (SAME, 1.0, 1.02), "Cannot be told from this run:"),
    ],
)
def test_a_signal_or_save(
    receiver: tuple[Verdict, float, float], override: tuple[Verdict, float, float], answer: str
) -> None:
    made = signal_or_save(saving(receiver, override))
    assert made.answer == answer
    assert made.question == "bulk-saves"
    assert ("cannot be told" in made.answer.lower() + made.reasons) is (UNCLEAR in (receiver[0], override[0]))


def test_what_a_receiver_adds_is_told_as_time_on_a_save_and_as_a_share() -> None:
    made = signal_or_save(saving((SAME, 1.012, 1.02), (SAME, 0.99, 1.015)))
    assert "one post_save receiver adds" in made.reasons
    assert "(1.6%, 1.2–2)" in made.reasons
    assert "overriding save() adds at most 1.5% to a save of" in made.reasons


def test_a_receiver_that_is_neither_slower_nor_the_same_decides_little_if_much_is_ruled_out() -> None:
    made = signal_or_save(saving((UNCLEAR, 1.03, 1.074), (UNCLEAR, 0.9, 1.2)))
    assert made.answer == "Open, and little hangs on it, as far as time goes."
    assert "3% to 7.4% slower" in made.reasons
    few = signal_or_save(saving((UNCLEAR, 1.03, 1.074), (UNCLEAR, 0.9, 1.2), forks=2))
    assert few.answer == "Cannot be told from this run:"


def test_few_forks_decide_nothing() -> None:
    made = signal_or_save(saving((SLOWER, 1.2, 1.3), (SAME, 1.0, 1.02), forks=2))
    assert made.answer == "Cannot be told from this run:"
    assert "20% to 30% slower in 2 forks" in made.reasons


@pytest.mark.parametrize("kind", list(ComparisonKind))
def test_both_are_there_whatever_was_measured(kind: ComparisonKind) -> None:
    plan = synthetic.plan(
        kind=kind, questions=(synthetic.RECEIVERS,), environments=synthetic.ENVIRONMENTS[:2]
    )
    made = decisions(dataclasses.replace(synthetic.results(plan), comparisons=()))
    assert {each.asks for each in made} == {"Upgrade or not?", "A signal, or save()?"}
    assert {each.answer for each in made} == {"Cannot be told from this run:"}


def test_what_changed_alike_is_not_laid_to_one_of_them() -> None:
    alike = [c for c in main_comparisons(upgraded(SLOWER, 1.2, 1.3)) if c.candidate == "6.1"][:3]
    most, others = told_for(alike)
    assert len({c.axis for c in alike}) == 1
    assert [most, *others] == alike
    assert shared(most, others).endswith("what they share may be the cause, which was not compared alone")
    apart = [alike[0], with_ratio(alike[1], SLOWER, 2.0, 2.1, 8)]
    assert shared(*told_for(apart)) == ""
