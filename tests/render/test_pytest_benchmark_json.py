"""The files work where pytest-benchmark's own do."""

from __future__ import annotations

import dataclasses
import json
import statistics
import subprocess
import sys
from pathlib import Path

from bench.render.pytest_benchmark_json import pytest_benchmark_files
from tests import synthetic


def test_there_is_a_file_for_each_environment_and_none_for_the_twin() -> None:
    assert list(pytest_benchmark_files(synthetic.results())) == ["4.2.json", "5.2.json", "6.1.json"]


def test_a_fork_is_a_round_and_its_time_is_in_seconds() -> None:
    results = synthetic.results()
    benchmarks = json.loads(pytest_benchmark_files(results)["4.2.json"])["benchmarks"]
    one = next(b for b in benchmarks if b["param"] == "receivers-send-receivers=10")
    cell = next(
        c
        for c in results.cells
        if (c.cell.case.variant, c.cell.case.axis, c.cell.environment)
        == ("send", (("receivers", 10),), "4.2")
    )
    assert one["group"] == "receivers: receivers=10"
    assert one["stats"]["rounds"] == len(cell.fork_ns)
    assert one["stats"]["median"] == statistics.median(cell.fork_ns) / 1e9


def test_names_are_those_of_the_suite() -> None:
    """So that `pytest --benchmark --benchmark-compare` finds them."""
    root = Path(__file__).resolve().parents[2]
    asked = "bench/suite/test_scenarios.py::test_scenario[receivers-send-receivers=10]"
    listed = subprocess.run(
        [sys.executable, "-m", "pytest", "--benchmark", "--collect-only", "-q", asked],
        capture_output=True, text=True, cwd=root, check=False,
    )  # fmt: skip
    names = {
        benchmark["fullname"]
        for benchmark in json.loads(pytest_benchmark_files(synthetic.results())["4.2.json"])["benchmarks"]
    }
    assert set(listed.stdout.splitlines()) & names == {asked}


def test_pytest_benchmark_compares_them(tmp_path: Path) -> None:
    for name, text in pytest_benchmark_files(synthetic.results()).items():
        (tmp_path / name).write_text(text)
    told = subprocess.run(
        [sys.executable, "-m", "pytest_benchmark", "compare", "4.2.json", "5.2.json", "--between=median"],
        capture_output=True, text=True, cwd=tmp_path, check=False,
    )  # fmt: skip
    assert told.returncode == 0, told.stderr
    row = next(line for line in told.stdout.splitlines() if "[receivers-send-receivers=10]" in line)
    assert row.rstrip().endswith("%")


def test_labels_make_names_of_files_that_stay_in_the_folder() -> None:
    labels = ("../../x", "~/django@a/b", "…", "=")
    hostile = tuple(
        dataclasses.replace(environment, label=label)
        for environment, label in zip(synthetic.ENVIRONMENTS, labels, strict=True)
    )
    names = pytest_benchmark_files(synthetic.results(synthetic.plan(environments=hostile)))
    assert list(names) == ["x.json", "django-a-b.json", "environment.json"]
