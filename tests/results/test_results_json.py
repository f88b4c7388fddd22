"""results.json follows its schema to the letter."""

from __future__ import annotations

import json

from bench.model import CellState, ComparisonKind, Verdict
from bench.results.results_json import results_to_json, results_to_text
from tests.synthetic import plan, results

CELL_KEYS = {
    "question", "variant", "axis", "environment", "ns_per_op", "forks", "slices", "queries", "statements",
    "receiver_calls", "python_calls", "bytecodes", "peak_bytes", "retained_bytes", "instructions",
    "state", "reason",
}  # fmt: skip


def test_the_top_has_the_keys_of_the_schema():
    content = results_to_json(results())
    assert list(content) == [
        "schema", "machine", "command", "created", "seed", "budget_s", "noise_floor", "environments", "cells",
        "comparisons", "scaling",
    ]  # fmt: skip
    assert content["schema"] == 1
    assert content["noise_floor"] == 0.014


def test_every_planned_cell_is_there_once():
    content = results_to_json(results())
    cases = sum(len(question.cases) for question in plan().questions)
    assert len(content["cells"]) == cases * len(plan().environments)
    assert all(set(cell) == CELL_KEYS for cell in content["cells"])


def test_a_cell_without_figures_says_why_and_holds_no_zero():
    failed = next(
        cell for cell in results_to_json(results())["cells"] if cell["state"] == CellState.FAILED.value
    )
    assert failed["reason"]
    assert failed["ns_per_op"] is None
    assert failed["queries"] is None


def test_a_version_comparison_names_environments_and_a_variant_comparison_variants():
    comparisons = results_to_json(results())["comparisons"]
    version = next(each for each in comparisons if each["kind"] == ComparisonKind.VERSION.value)
    variant = next(each for each in comparisons if each["kind"] == ComparisonKind.VARIANT.value)
    assert (version["baseline"], version["candidate"]) == ("4.2", "5.2")
    assert "environment" not in version
    assert (variant["baseline"], variant["candidate"]) == ("plain loop", variant["variant"])
    assert variant["environment"] in ("4.2", "5.2", "6.1")
    assert set(version["ratio"]) == {"value", "low", "high", "confidence"}


def test_no_data_has_no_ratio_and_a_reason():
    comparisons = results_to_json(results())["comparisons"]
    missing = [each for each in comparisons if each["verdict"] == Verdict.NO_DATA.value]
    assert missing
    assert all(each["ratio"] is None and each["reason"] for each in missing)


def test_the_same_results_make_the_same_text_which_is_json():
    assert results_to_text(results()) == results_to_text(results())
    assert json.loads(results_to_text(results())) == results_to_json(results())
