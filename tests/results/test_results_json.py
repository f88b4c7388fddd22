"""results.json follows its schema to the letter."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

from bench.model import CellState, ComparisonKind, Verdict
from bench.results.results_json import results_to_json, results_to_text
from bench.results.stored_results import read_results
from tests.synthetic import plan, results

CELL_KEYS = {
    "question", "variant", "axis", "environment", "ns_per_op", "forks", "slices", "queries", "statements",
    "receiver_calls", "python_calls", "bytecodes", "peak_bytes", "retained_bytes", "instructions",
    "threads_started", "state", "reason", "fork_ns",
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
    assert all(set(cell) == CELL_KEYS - {"fork_ns"} for cell in content["cells"])


def test_the_times_of_the_forks_come_back_with_their_numbers(tmp_path: Path) -> None:
    found = results()
    first, *others = found.cells
    timed = dataclasses.replace(first, fork_ns=(1234.5678, 99.0), fork_numbers=(1, 4))
    (tmp_path / "results.json").write_text(
        results_to_text(dataclasses.replace(found, cells=(timed, *others))), encoding="utf-8"
    )
    written = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))["cells"][0]
    assert set(written) == CELL_KEYS
    assert written["fork_ns"] == [None, 1234.57, None, None, 99.0]
    read = read_results(tmp_path / "results.json").cells
    assert (read[0].fork_ns, read[0].fork_numbers) == ((1234.57, 99.0), (1, 4))
    assert (read[1].fork_ns, read[1].fork_numbers) == ((), ())  # as in files written before


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
