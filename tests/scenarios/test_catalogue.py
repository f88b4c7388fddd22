"""The catalogue finds every scenario, and every scenario declares what a report needs of it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import bench.scenarios
from bench.scenarios.catalogue import CORE, GROUPS, catalogue
from bench.scenarios.scenario import Scenario

SCENARIOS = list(catalogue().values())
each_scenario = pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.slug)


def test_the_core_comes_first_and_the_rest_by_group_and_alphabet() -> None:
    slugs = list(catalogue())
    assert slugs[: len(CORE)] == ["receivers", "references", "senders", "bulk-saves", "floor"]
    others = [(GROUPS.index(catalogue()[slug].group), slug) for slug in slugs[len(CORE) :]]
    assert others == sorted(others)


def test_every_file_that_declares_a_scenario_is_found_under_its_slug() -> None:
    folder = Path(*bench.scenarios.__path__)
    declaring = {path.stem for path in folder.glob("*.py") if "\nscenario = Scenario(" in path.read_text()}
    assert set(catalogue()) == {name.rstrip("_").replace("_", "-") for name in declaring}
    assert all(scenario.slug == slug for slug, scenario in catalogue().items())


def test_a_new_file_joins_behind_the_core(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("zebra_stripes", "apple_pie"):
        (tmp_path / f"{name}.py").write_text(
            "from bench.scenarios.scenario import Scenario\n"
            "scenario = Scenario(__name__, 'Is it new?', unit='call', calls=0)\n"
        )
        # Set and removed again, so that the test leaves no such module behind.
        monkeypatch.setitem(sys.modules, f"bench.scenarios.{name}", sys)
        monkeypatch.delitem(sys.modules, f"bench.scenarios.{name}")
    monkeypatch.setattr(bench.scenarios, "__path__", [*bench.scenarios.__path__, str(tmp_path)])
    found = list(catalogue.__wrapped__())
    assert found[: len(CORE)] == list(CORE)
    assert {"apple-pie", "zebra-stripes"} <= set(found)
    assert found.index("apple-pie") < found.index("zebra-stripes")


@each_scenario
def test_the_file_begins_with_a_question_and_says_more_about_it(scenario: Scenario) -> None:
    assert scenario.question.endswith("?")
    assert scenario.about


@each_scenario
def test_one_operation_has_a_name(scenario: Scenario) -> None:
    assert scenario.unit.strip()


@each_scenario
def test_there_are_at_most_two_axes_each_with_values_that_differ(scenario: Scenario) -> None:
    assert len(scenario.axes) <= 2
    for name, values in scenario.axes.items():
        assert values
        full = scenario.full_axes[name]
        assert full[: len(values)] == values
        assert len(set(full)) == len(full)


@each_scenario
def test_every_declared_variant_exists_once_in_the_order_of_the_file(scenario: Scenario) -> None:
    assert scenario.names
    assert len(set(scenario.names)) == len(scenario.names)
    assert set(scenario.variants) == set(scenario.names)


@each_scenario
def test_every_reference_exists_and_is_a_variant_of_the_same_scenario(scenario: Scenario) -> None:
    assert scenario.variants[scenario.names[0]].reference is None
    for variant in scenario.variants.values():
        assert variant.reference is None or variant.reference in scenario.variants
        assert variant.reference != variant.name


@each_scenario
def test_no_case_occurs_twice(scenario: Scenario) -> None:
    cases = scenario.cases(full=True)
    assert len(set(cases)) == len(cases) > 0
