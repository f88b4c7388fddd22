"""The flag --benchmark: pytest runs the scenarios under pytest-benchmark instead of the tests.

    pytest --benchmark                          all scenarios
    pytest --benchmark -k "receivers and send"  some of them
    pytest --benchmark tests/mine               the paths that are named, and no scenarios
    pytest                                      the tests, as ever

All of pytest-benchmark's options work beside it. Loaded by `-p bench.suite.plugin` in pyproject.toml, before
Django is set up, so it imports neither Django nor the scenarios.
"""

from __future__ import annotations

import re
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

Groups = list[tuple[str | None, list[dict[str, Any]]]]
SCENARIOS = Path(__file__).with_name("test_scenarios.py")
MAX_TIME_S = 0.25
"""For each test: pytest-benchmark's own second would make a quarter of an hour of what takes minutes."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.getgroup("benchmark").addoption(
        "--benchmark",
        action="store_true",
        help="Run the signal scenarios of bench/scenarios instead of the tests; with paths, run those. "
        f"Lowers the default of --benchmark-max-time to {MAX_TIME_S}.",
    )


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config, args: list[str]) -> None:
    """Put the scenarios' path and the lower default before all arguments, so that any given one prevails."""
    options = early_config.known_args_namespace
    if not options.benchmark:
        return
    for option, needed, module in (
        ("benchmark_max_time", "pytest-benchmark", "benchmark"),
        ("ds", "pytest-django", "django"),
    ):
        if not hasattr(options, option):
            raise pytest.UsageError(
                f"--benchmark needs {needed}, which is not loaded: install it, "
                f"and leave out -p no:{module} and PYTEST_DISABLE_PLUGIN_AUTOLOAD"
            )
    args.insert(0, f"--benchmark-max-time={MAX_TIME_S}")
    if not options.file_or_dir:
        args.insert(0, str(SCENARIOS))


def pytest_configure(config: pytest.Config) -> None:
    timed = config.getoption("benchmark_enable", False) or not config.getoption("benchmark_disable", False)
    if config.getoption("benchmark") and timed and config.getoption("dist", "no") != "no":
        raise pytest.UsageError(
            "--benchmark cannot time tests that pytest-xdist runs side by side: leave out -n, "
            "or add --benchmark-disable to check the scenarios without timing them"
        )


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Without the flag, `pytest .` passes the scenarios by; only their own path runs them."""
    return True if collection_path == SCENARIOS and not config.getoption("benchmark") else None


@pytest.hookimpl(wrapper=True, optionalhook=True)
def pytest_benchmark_group_stats() -> Generator[None, Groups, Groups]:
    """Print the tables with the numbers in their titles by value: 2 receivers before 10."""
    groups = yield
    return sorted(groups, key=lambda group: _natural(group[0] or ""))


def _natural(title: str) -> list[str | int]:
    """Text and numbers in turn, so that like meets like."""
    return [int(part) if part.isdecimal() else part for part in re.split(r"(\d+)", title)]
