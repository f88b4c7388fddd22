"""A run as the files that pytest-benchmark writes with --benchmark-json, one for each environment.

For `pytest-benchmark compare` and the CI actions that read that format. Names are those that the same cases
have under `pytest --benchmark`. What the format calls a round is a fork here: its median time per operation.
"""

from __future__ import annotations

import json
import re
from importlib.metadata import version
from typing import Any

from pytest_benchmark.stats import Stats

from bench.model import Case, CellResult, CellState, Environment, Question, Results
from bench.render.inert import one_line
from bench.render.table import measured_environments

TEST = "bench/suite/test_scenarios.py"


def pytest_benchmark_files(results: Results) -> dict[str, str]:
    """The text of each file by its name. A cell without a time is in none: the format has no place."""
    files: dict[str, str] = {}
    for environment in measured_environments(results):
        content = json.dumps(_content(results, environment), indent=1, allow_nan=False)
        files[_file_name(environment.label, files)] = content + "\n"
    return files


def _content(results: Results, environment: Environment) -> dict[str, Any]:
    questions = {question.slug: question for question in results.plan.questions}
    return {
        "machine_info": {
            **dict(results.plan.machine),
            "python_version": environment.python,
            "django_version": environment.django,
            "database": environment.database,
        },
        "commit_info": {"id": environment.commit, "project": environment.source},
        "benchmarks": [
            _benchmark(result, questions[result.cell.case.question], environment)
            for result in results.cells
            if result.cell.environment == environment.label
            and result.state is CellState.MEASURED
            and result.fork_ns
        ],
        "datetime": results.plan.created,
        "version": version("pytest-benchmark"),
    }


def _benchmark(result: CellResult, question: Question, environment: Environment) -> dict[str, Any]:
    case = result.cell.case
    point = [f"{name}={value}" for name, value in case.axis]
    param = one_line("-".join([case.question, case.variant, *point]))
    return {
        "group": one_line(f"{case.question}: {', '.join(point)}" if point else case.question),
        "name": f"test_scenario[{param}]",
        "fullname": f"{TEST}::test_scenario[{param}]",
        "params": _params(case),
        "param": param,
        "extra_info": {
            "question": case.question,
            "sentence": question.sentence,
            "unit": question.unit,
            "environment": environment.label,
            "ns_per_op": None
            if result.ns_per_op is None
            else {
                "value": result.ns_per_op.value,
                "low": result.ns_per_op.low,
                "high": result.ns_per_op.high,
            },
        },
        "options": {"disable_gc": True, "timer": "signalbench", "warmup": True},
        "stats": _stats([ns / 1e9 for ns in result.fork_ns]),
    }


def _params(case: Case) -> dict[str, Any]:
    return {"question": case.question, "variant": case.variant, "axis": [list(pair) for pair in case.axis]}


def _stats(seconds: list[float]) -> dict[str, Any]:
    """As pytest-benchmark itself works them out."""
    stats: Any = Stats()  # type: ignore[no-untyped-call]  # the package is typed, this class is not
    stats.data = seconds
    return {**stats.as_dict(), "iterations": 1, "data": seconds}


def _file_name(label: str, taken: dict[str, str]) -> str:
    stem = re.sub(r"[^\w.+-]+", "-", label, flags=re.ASCII).strip("-.")[:80] or "environment"
    number = 2
    name = f"{stem}.json"
    while name in taken:
        name, number = f"{stem}-{number}.json", number + 1
    return name
