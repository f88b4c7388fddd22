"""`pytest --benchmark`, run as a user runs it: in a process of its own, here from an empty folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django
import pytest

import bench.suite.test_scenarios as suite
from bench.scenarios.catalogue import catalogue

ROOT = Path(__file__).parents[2]
QUICK = ("--benchmark-max-time=0.001", "--benchmark-min-rounds=1")
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}

Pytest = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def run_pytest(tmp_path: Path) -> Pytest:
    """Run pytest with the repository's configuration. It leaves no cache behind."""

    def run(*arguments: str, folder: Path = tmp_path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [
                sys.executable,
                "-m",
                "pytest",
                "-c",
                ROOT / "pyproject.toml",
                "-p",
                "no:cacheprovider",
                *arguments,
            ],
            cwd=folder,
            env=ENVIRONMENT
            | {"PYTHONPATH": os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])},
            capture_output=True,
            text=True,
            timeout=120,
        )

    return run


def collected(done: subprocess.CompletedProcess[str]) -> list[str]:
    return [line for line in done.stdout.splitlines() if "::" in line]


def benchmarks(path: Path) -> dict[str, dict[str, Any]]:
    return {found["param"]: found for found in json.loads(path.read_text())["benchmarks"]}


def test_the_scenarios_are_timed_in_groups_that_hold_the_variants_at_one_point(
    run_pytest: Pytest, tmp_path: Path
) -> None:
    done = run_pytest(
        "--benchmark",
        "-q",
        "-k",
        "floor or (receivers-send and not caching and not dead)",
        *QUICK,
        "--benchmark-json=out.json",
    )
    assert done.returncode == 0, done.stdout + done.stderr
    found = benchmarks(tmp_path / "out.json")
    points = [0, 1, 2, 5, 10, 100, 1000]
    assert set(found) == {
        "floor-empty function",
        *(f"receivers-{variant}-receivers={n}" for variant in ("send", "send_robust") for n in points),
    }
    assert found["floor-empty function"]["group"] == "floor"
    same_point = [name for name, one in found.items() if one["group"] == "receivers: receivers=10"]
    assert sorted(same_point) == ["receivers-send-receivers=10", "receivers-send_robust-receivers=10"]
    assert all(one["stats"]["rounds"] >= 1 and one["stats"]["min"] > 0 for one in found.values())
    titles = [line for line in done.stdout.splitlines() if " benchmark '" in line]
    assert [title.partition("'")[2].partition("'")[0] for title in titles] == [
        "floor",
        *(f"receivers: receivers={n}" for n in points),
    ]


def test_each_benchmark_says_what_it_is(run_pytest: Pytest, tmp_path: Path) -> None:
    run_pytest(
        "--benchmark", "-k", "references-weak and 10- and connect", *QUICK, "--benchmark-json=out.json"
    )
    found = benchmarks(tmp_path / "out.json")
    assert set(found) == {
        "references-weak function-receivers=10-operation=connect",
        "references-weak bound method-receivers=10-operation=connect",
    }
    assert found["references-weak function-receivers=10-operation=connect"]["extra_info"] == {
        "question": "references",
        "sentence": "Do weak references cost more than strong ones?",
        "variant": "weak function",
        "axis": {"receivers": 10, "operation": "connect"},
        "unit": "operation",
        "django": django.get_version(),
    }


def test_rows_are_written_in_either_commit_mode_without_a_word_about_databases(
    run_pytest: Pytest, tmp_path: Path
) -> None:
    done = run_pytest(
        "--benchmark",
        "-q",
        "-s",
        "-k",
        "bulk_create and 10- and not send",
        *QUICK,
        "--benchmark-json=out.json",
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert {one["group"] for one in benchmarks(tmp_path / "out.json").values()} == {
        "bulk-saves: rows=10, commit=atomic",
        "bulk-saves: rows=10, commit=autocommit",
    }
    for word in ("database", "migrat", "Operations to perform"):
        assert word not in done.stdout + done.stderr


def test_scenarios_that_write_rows_run_outside_a_tests_transaction() -> None:
    (parametrize,) = suite.test_scenario.pytestmark
    for parameter in parametrize.args[1]:
        marks = {mark.name: mark.kwargs for mark in parameter.marks}
        writes_rows = catalogue()[parameter.values[0]].database
        assert marks.get("django_db") == ({"transaction": True} if writes_rows else None)


def test_a_saved_run_is_compared_with_the_next(run_pytest: Pytest, tmp_path: Path) -> None:
    first = run_pytest("--benchmark", "-k", "floor", *QUICK, "--benchmark-autosave")
    assert first.returncode == 0, first.stdout + first.stderr
    second = run_pytest("--benchmark", "-k", "floor", *QUICK, "--benchmark-autosave", "--benchmark-compare")
    assert second.returncode == 0, second.stdout + second.stderr
    assert "test_scenario[floor-empty function] (NOW)" in second.stdout
    assert "test_scenario[floor-empty function] (0001" in second.stdout
    assert len(list(tmp_path.glob(".benchmarks/*/*.json"))) == 2


@pytest.mark.parametrize(
    ("option", "outcome"),
    [
        ("--benchmark-disable", "1 passed"),
        ("--benchmark-only", "1 passed"),
        ("--benchmark-skip", "1 skipped"),
    ],
)
def test_options_of_pytest_benchmark_keep_their_meaning(
    run_pytest: Pytest, option: str, outcome: str
) -> None:
    done = run_pytest("--benchmark", "-k", "floor", *QUICK, option)
    assert outcome in done.stdout
    assert ("benchmark 'floor'" in done.stdout) == (option == "--benchmark-only")


def test_tables_can_be_grouped_by_variant(run_pytest: Pytest) -> None:
    done = run_pytest("--benchmark", "-k", "receivers-plain", *QUICK, "--benchmark-group-by=param:variant")
    assert "benchmark 'variant=plain loop': 7 tests" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "max_time"),
    [
        (["--benchmark"], "max_time=0.25 "),
        (["--benchmark", "--benchmark-max-time=2"], "max_time=2 "),
        ([], "max_time=1.0 "),
    ],
)
def test_the_time_for_each_test_is_lower_unless_it_is_given(
    run_pytest: Pytest, arguments: list[str], max_time: str
) -> None:
    done = run_pytest(*arguments, "--collect-only", "-k", "floor", str(ROOT / "bench/suite"))
    assert max_time in done.stdout


@pytest.mark.parametrize("arguments", [[], ["."], ["bench"]])
def test_without_the_flag_nothing_of_the_suite_is_collected(run_pytest: Pytest, arguments: list[str]) -> None:
    done = run_pytest(*arguments, "--collect-only", "-q", folder=ROOT)
    assert not [test for test in collected(done) if test.startswith("bench/")]
    if arguments != ["bench"]:
        assert any(test.startswith("tests/suite/test_plugin.py::") for test in collected(done))


def test_without_the_flag_the_suite_is_collected_when_its_file_is_named(run_pytest: Pytest) -> None:
    done = run_pytest("bench/suite/test_scenarios.py", "--collect-only", "-q", "-k", "floor", folder=ROOT)
    assert collected(done) == ["bench/suite/test_scenarios.py::test_scenario[floor-empty function]"]


def test_with_the_flag_nothing_but_the_suite_is_collected(run_pytest: Pytest) -> None:
    done = run_pytest("--benchmark", "--collect-only", "-q", folder=ROOT)
    cases = sum(len(scenario.cases()) for scenario in catalogue().values())
    assert len(collected(done)) == cases
    assert all(test.startswith("bench/suite/test_scenarios.py::") for test in collected(done))


def test_with_the_flag_and_paths_the_paths_are_collected(run_pytest: Pytest) -> None:
    done = run_pytest("--benchmark", "tests/suite", "--collect-only", "-q", folder=ROOT)
    assert collected(done)
    assert all(test.startswith("tests/suite/") for test in collected(done))


def test_an_option_that_may_take_a_value_does_not_swallow_the_suites_path(run_pytest: Pytest) -> None:
    done = run_pytest("--collect-only", "-q", "-k", "floor", "--benchmark", "--benchmark-compare")
    assert collected(done) == ["bench/suite/test_scenarios.py::test_scenario[floor-empty function]"]


def test_help_lists_the_flag_beside_those_of_pytest_benchmark(run_pytest: Pytest) -> None:
    lines = [
        line.split()[0] for line in run_pytest("--help").stdout.splitlines() if line.startswith("  --bench")
    ]
    assert "--benchmark" in lines
    assert "--benchmark-min-time=SECONDS" in lines


@pytest.mark.parametrize(
    ("arguments", "needed"),
    [(["-p", "no:benchmark"], "pytest-benchmark"), (["-p", "no:django"], "pytest-django")],
)
def test_a_plugin_that_is_switched_off_is_named_in_one_line(
    run_pytest: Pytest, arguments: list[str], needed: str
) -> None:
    done = run_pytest("--benchmark", *arguments)
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    (line,) = done.stderr.strip().splitlines()
    assert line.startswith(f"ERROR: --benchmark needs {needed}, which is not loaded")


def test_without_the_flag_the_tests_do_without_pytest_benchmark(run_pytest: Pytest) -> None:
    done = run_pytest("-p", "no:benchmark", "tests/suite/test_plugin.py", "--collect-only", "-q", folder=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    assert collected(done)


def test_timing_side_by_side_is_refused_in_one_line(run_pytest: Pytest, tmp_path: Path) -> None:
    (tmp_path / "xdist_stand_in.py").write_text(
        "def pytest_addoption(parser):\n    parser.addoption('--dist', default='no')\n"
    )
    xdist = ("-p", "no:xdist", "-p", "xdist_stand_in", "--dist=load")
    done = run_pytest("--benchmark", "-k", "floor", *xdist)
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    (line,) = done.stderr.strip().splitlines()
    assert line.startswith("ERROR: --benchmark cannot time tests that pytest-xdist runs side by side")
    untimed = run_pytest("--benchmark", "-k", "floor", "--benchmark-disable", *xdist)
    assert "1 passed" in untimed.stdout
