"""Every case does what its oracle says, with receivers that live, and leaves no receiver behind."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from typing import Any

import django
import pytest
from django.db.models.signals import post_save
from django.dispatch import Signal

from bench.model import Case
from bench.scenarios.built_in_signals import connected_receivers
from bench.scenarios.catalogue import catalogue
from bench.scenarios.receiver_kinds import counted, function, new_signal
from bench.scenarios.scenario import Absent, Operations, Prepared, Scenario
from bench.suite.oracle import check_oracle, receivers_restored


def smallest_cases() -> Iterator[Case]:
    """Numbers at their smallest above 0, words at every value; those this Django has."""
    for scenario in catalogue().values():
        smallest = {
            name: min(value for value in values if isinstance(value, int) and value)
            for name, values in scenario.axes.items()
            if any(isinstance(value, int) for value in values)
        }
        for case in scenario.cases():
            exists = django.VERSION[:2] >= scenario.variants[case.variant].since
            if exists and all(value == smallest.get(name, value) for name, value in case.axis):
                yield case


def parameter(case: Case) -> Any:
    database = catalogue()[case.question].database
    marks = [pytest.mark.django_db(transaction=True)] if database else []
    return pytest.param(case, marks=marks, id=" ".join(map(str, (*case[:2], *dict(case.axis).values()))))


CASES = list(smallest_cases())


def test_every_variant_of_every_scenario_is_among_the_cases() -> None:
    declared = {
        (slug, name)
        for slug, scenario in catalogue().items()
        for name, variant in scenario.variants.items()
        if django.VERSION[:2] >= variant.since
    }
    assert {(case.question, case.variant) for case in CASES} == declared


@pytest.mark.parametrize("case", [parameter(case) for case in CASES])
def test_an_operation_does_what_its_oracle_says_and_leaves_no_receiver_behind(case: Case) -> None:
    scenario = catalogue()[case.question]
    if missing := scenario.variants[case.variant].missing():
        pytest.skip(missing)
    try:
        with receivers_restored(), scenario.enter(case) as operation:
            gc.collect()  # what only a cycle kept alive, or nothing, is gone before the first call
            check_oracle(scenario, case, operation)
    except Absent as reason:
        pytest.skip(str(reason))


@pytest.mark.django_db
def test_shared_signals_have_receivers_while_a_case_is_entered() -> None:
    case = next(case for case in CASES if case.variant == "10 post_save receivers")
    before = len(post_save.receivers)
    with catalogue()["bulk-saves"].enter(case):
        assert len(post_save.receivers) == before + 10
    assert len(post_save.receivers) == before


wrong = Scenario(
    "bench.scenarios.wrong", "Is nothing free?", unit="send", calls=lambda receivers, **_: receivers
)
wrong.axis("receivers", 1)


@wrong.variant("lambda, held weakly")
def dead_lambda(receivers: int) -> Operations:
    signal = Signal()
    for _ in range(receivers):
        signal.connect(counted(lambda sender, **kwargs: None))
    yield lambda: signal.send(sender=None)


@wrong.variant("first call only")
def first_call_only(receivers: int) -> Operations:
    receiver = function()
    signal = new_signal(receiver)

    def send_and_disconnect() -> None:
        signal.send(sender=None)
        signal.disconnect(receiver)

    yield send_and_disconnect


@pytest.mark.parametrize(
    ("variant", "complaint"),
    [
        (
            "lambda, held weakly",
            "first call: the oracle expects 1 receiver calls and 0 SQL statements, but a call made 0 and 0",
        ),
        (
            "first call only",
            "second call: the oracle expects 1 receiver calls and 0 SQL statements, but a call made 0 and 0",
        ),
    ],
)
def test_a_scenario_that_times_nothing_is_caught(variant: str, complaint: str) -> None:
    case = Case("wrong", variant, (("receivers", 1),))
    with wrong.enter(case) as operation, pytest.raises(AssertionError, match=complaint):
        check_oracle(wrong, case, operation)


idle = Scenario("bench.scenarios.idle", "Is anything done?", unit="clear", calls=0)


@idle.variant("clears", clear=list.clear)
@idle.variant("does nothing", clear=list.copy)
def clear_list(clear: Any) -> Operations:
    yield Prepared(clear, fresh=lambda: [1, 2], check=lambda numbers: numbers == [])


def test_what_neither_calls_nor_sql_show_is_caught_by_the_scenarios_own_check() -> None:
    with idle.enter(case := Case("idle", "clears", ())) as operation:
        check_oracle(idle, case, operation)
    complaint = "first call: the scenario's own check finds that a call did not do what it should"
    with (
        idle.enter(case := Case("idle", "does nothing", ())) as operation,
        pytest.raises(AssertionError, match=complaint),
    ):
        check_oracle(idle, case, operation)


def test_a_receiver_left_behind_is_caught() -> None:
    receiver = function()
    before = connected_receivers()
    try:
        with (
            pytest.raises(AssertionError, match="other receivers than before are connected to post_save"),
            receivers_restored(),
        ):
            post_save.connect(receiver)
    finally:
        post_save.disconnect(receiver)
    assert connected_receivers() == before
