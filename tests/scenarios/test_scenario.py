"""A Scenario: what it declares, what it refuses, and the order of its cases."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bench.model import Case
from bench.scenarios.scenario import Operations, Prepared, Scenario, ready

DOC = """What does tea cost?

A pot serves two.
Three share.

Milk is extra.
"""


def tea() -> Scenario:
    return Scenario("bench.scenarios.tea_time", DOC, unit="cup", calls=0)


def nothing(**_: object) -> Operations:
    yield lambda: None


def test_the_file_gives_slug_question_and_description() -> None:
    scenario = tea()
    assert scenario.slug == "tea-time"
    assert scenario.question == "What does tea cost?"
    assert scenario.about == "A pot serves two. Three share.\nMilk is extra."


def test_a_third_axis_is_refused() -> None:
    scenario = tea()
    scenario.axis("cups", 1, 2)
    scenario.axis("milk", "with", "without")
    with pytest.raises(ValueError, match="tea-time has two axes already; 'sugar' would be a third"):
        scenario.axis("sugar", 0, 1)


def test_a_variant_declared_twice_is_refused() -> None:
    scenario = tea()
    scenario.variant("green")(nothing)
    with pytest.raises(ValueError, match="tea-time declares the variant 'green' twice"):
        scenario.variant("green")


def test_the_first_variant_in_the_file_is_the_reference_though_stacked_decorators_apply_from_below() -> None:
    scenario = tea()

    @scenario.variant("green")
    @scenario.variant("black")
    @scenario.variant("black with milk", reference="black")
    def drink() -> Operations:
        yield lambda: None

    assert scenario.names == ["green", "black", "black with milk"]
    references = {name: variant.reference for name, variant in scenario.variants.items()}
    assert references == {"green": None, "black": "green", "black with milk": "black"}


def test_cases_go_through_the_points_and_at_each_point_through_the_variants() -> None:
    scenario = tea()
    scenario.axis("cups", 1, 2, full=[100])
    scenario.variant("green")(nothing)
    scenario.variant("black")(nothing)
    assert scenario.cases() == [
        Case("tea-time", "green", (("cups", 1),)),
        Case("tea-time", "black", (("cups", 1),)),
        Case("tea-time", "green", (("cups", 2),)),
        Case("tea-time", "black", (("cups", 2),)),
    ]
    assert [case.axis for case in scenario.cases(full=True)][-1] == (("cups", 100),)


def test_a_scenario_without_axes_has_one_case_for_each_variant() -> None:
    scenario = tea()
    scenario.variant("green")(nothing)
    assert scenario.cases() == [Case("tea-time", "green", ())]


@pytest.mark.parametrize(
    ("calls", "expected"),
    [
        (None, (6, 2)),
        (1, (1, 2)),
        (lambda cups, **_: cups + 1, (4, 2)),
        (lambda cups, spoons: cups * spoons, (15, 2)),
    ],
)
def test_the_oracle_is_a_number_or_computed_from_axes_and_fixed_arguments(
    calls: int | Callable[..., int] | None, expected: tuple[int, int]
) -> None:
    scenario = Scenario("tea", DOC, unit="cup", calls=lambda cups, **_: cups * 2, queries=2)
    scenario.axis("cups", 3)
    scenario.variant("green", calls=calls, spoons=5)(nothing)
    assert scenario.variants["green"].oracle((("cups", 3),)) == expected


def test_entering_a_case_passes_axes_and_fixed_arguments_and_tidies_up_afterwards() -> None:
    scenario = tea()
    scenario.axis("cups", 3)
    log: list[object] = []

    @scenario.variant("green", spoons=5)
    def drink(cups: int, spoons: int) -> Operations:
        log.append((cups, spoons))
        yield lambda: log.append("drunk")
        log.append("washed up")

    with scenario.enter(scenario.cases()[0]) as operation:
        ready(operation)()
    assert log == [(3, 5), "drunk", "washed up"]


def test_ready_makes_a_fresh_input_for_each_call_before_the_call() -> None:
    made: list[int] = []

    def brew() -> int:
        made.append(len(made))
        return made[-1]

    operation = Prepared(lambda pot: pot, brew)
    first, second = ready(operation), ready(operation)
    assert made == [0, 1]
    assert (first(), second()) == (0, 1)
    assert made == [0, 1]
