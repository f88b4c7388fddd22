"""What two plans differ in is said in words, the most telling thing first."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bench.model import ComparisonKind, Plan
from bench.results.same_plan import machine_difference, plan_difference
from tests.synthetic import BULK_SAVES, ENVIRONMENTS, RECEIVERS, plan


def another_django(old: str, new: str) -> Plan:
    return plan(environments=tuple(replace(e, django=e.django.replace(old, new)) for e in ENVIRONMENTS))


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (another_django("5.2.19", "5.2.18"), "the environments differ: Django 5.2.19 against 5.2.18"),
        (plan(environments=ENVIRONMENTS[:2]), "the environments differ: 4.2, 5.2, 6.1 against 4.2, 5.2"),
        (
            plan(environments=(replace(ENVIRONMENTS[0], commit="abc"), *ENVIRONMENTS[1:])),
            "the environments differ: commit none against abc",
        ),
        (
            plan(environments=(replace(ENVIRONMENTS[0], details=(("asgiref", "3.8"),)), *ENVIRONMENTS[1:])),
            "the environments differ: asgiref unknown against 3.8",
        ),
        (plan(environments=ENVIRONMENTS[:3]), "the environments differ: the baseline has a twin in one"),
        (plan(questions=(RECEIVERS,)), "the questions differ: only one of them has bulk-saves"),
        (
            plan(questions=(replace(RECEIVERS, cases=RECEIVERS.cases[:3]), BULK_SAVES)),
            "the questions differ: receivers is measured in other cases",
        ),
        (
            plan(questions=(replace(RECEIVERS, source="new"), BULK_SAVES)),
            "the questions differ: the scenario of receivers has changed",
        ),
        (plan(kind=ComparisonKind.VARIANT), "the commands differ: compare against run"),
        (replace(plan(), margin=0.02), "the margins differ: 5% against 2%"),
        (replace(plan(), code="fedcba9876543210"), "the measured code differs: 01234567 against fedcba98"),
        (replace(plan(), version="0.2"), "the versions of signalbench differ: 0.1.0 against 0.2"),
    ],
)
def test_what_differs_is_named(other: Plan, said: str) -> None:
    assert (plan_difference(plan(), other) or "").startswith(said)


def test_when_how_long_and_where_make_no_other_plan() -> None:
    again = replace(plan(), created="later", command="again", seed=2, budget_s=1.0, machine=(("cores", "4"),))
    assert plan_difference(plan(), again) is None


def test_machines_are_told_apart_by_what_is_known_of_them() -> None:
    elsewhere = replace(plan(), machine=(*plan().machine[:1], ("cores", "4"), *plan().machine[2:]))
    assert machine_difference(plan(), elsewhere) == "the machines differ: cores 2 against 4"
    assert machine_difference(plan(), replace(plan(), machine=plan().machine[::-1])) is None
