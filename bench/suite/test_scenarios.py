"""Every case of every scenario as a pytest-benchmark test, in a group with the variants at the same point.

pytest-benchmark cannot await: what is asynchronous is timed with a start and stop of its event loop, which
stays, where `signalbench` times it inside the running loop.
"""

from __future__ import annotations

import time
from typing import Any

import django
import pytest
from django.db import connection

from bench.model import Axis, Case
from bench.scenarios.catalogue import catalogue
from bench.scenarios.scenario import Absent, Prepared, Scenario, ready
from bench.suite.oracle import check_oracle, receivers_restored


def _parameter(scenario: Scenario, case: Case) -> Any:
    """receivers-send-receivers=10, in the group "receivers: receivers=10"."""
    point = [f"{name}={value}" for name, value in case.axis]
    group = f"{case.question}: {', '.join(point)}" if point else case.question
    marks = [pytest.mark.benchmark(group=group)]
    if scenario.database:
        marks.append(pytest.mark.django_db(transaction=True))
    return pytest.param(*case, id="-".join([case.question, case.variant, *point]), marks=marks)


@pytest.mark.parametrize(
    Case._fields,
    [_parameter(scenario, case) for scenario in catalogue().values() for case in scenario.cases()],
)
def test_scenario(
    question: str,
    variant: str,
    axis: Axis,
    benchmark: Any,  # pytest-benchmark's methods have no types
    pytestconfig: pytest.Config,
) -> None:
    scenario, case = catalogue()[question], Case(question, variant, axis)
    if missing := scenario.variants[variant].missing():
        pytest.skip(missing)
    benchmark.extra_info.update(
        question=question,
        sentence=scenario.question,
        variant=variant,
        axis=dict(axis),
        unit=scenario.unit,
        django=django.get_version(),
    )
    if scenario.database:
        assert not connection.in_atomic_block, "a test's transaction would swallow the scenario's own"
    try:
        with receivers_restored(), scenario.enter(case) as operation:
            check_oracle(scenario, case, operation)
            if isinstance(operation, Prepared):
                rounds = _rounds(operation, pytestconfig)
                benchmark.pedantic(operation.call, setup=lambda: ((operation.fresh(),), {}), rounds=rounds)
            else:
                benchmark(ready(operation))
    except Absent as reason:
        pytest.skip(str(reason))


def _rounds(operation: Prepared, config: pytest.Config) -> int:
    """As many as fit into --benchmark-max-time with their preparation: pedantic() does not work that out."""
    started = time.perf_counter()
    ready(operation)()
    seconds = time.perf_counter() - started
    at_least: int = config.getoption("benchmark_min_rounds")
    return max(at_least, int(float(config.getoption("benchmark_max_time")) / seconds))
