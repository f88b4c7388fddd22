"""Whether a case does what its oracle says, found out before anything is timed."""

from __future__ import annotations

from time import perf_counter_ns
from typing import Any

import django

from bench.model import Case
from bench.scenarios.catalogue import catalogue
from bench.scenarios.counting import counting
from bench.scenarios.scenario import Operation, Prepared
from bench.worker.counters import count_bytes, count_python
from bench.worker.stage import Stage
from bench.worker.timing import estimate_ns

COUNTED_NS = 20_000_000
"""Calls that take longer than this are not counted bytecode by bytecode, which is a hundred times slower."""


def verify(stage: Stage, case: Case, *, runs: int, count: bool) -> dict[str, Any]:
    """Run the operation against its oracle and estimate its time; see protocol.py for the answer.

    count: also count Python calls, bytecodes and bytes.
    """
    variant = catalogue()[case.question].variants[case.variant]
    if django.VERSION[:2] < variant.since:
        needed = ".".join(map(str, variant.since))
        return {"state": "absent", "reason": f"needs Django {needed} or newer", "counters": {}, "ns": None}
    expected = variant.oracle(case.axis)
    with stage.case(case) as operation:
        for run in range(runs):
            found, observed_ns = _observe(operation)
            if found != expected:
                return {
                    "state": "failed",
                    "reason": _difference(expected, found, run),
                    "counters": {},
                    "ns": None,
                }
        counters = dict(zip(("receiver_calls", "queries"), found, strict=True))
        ns = estimate_ns(operation, observed_ns)
        if count and ns < COUNTED_NS:
            counters["python_calls"], counters["bytecodes"] = count_python(operation)
            counters["peak_bytes"], counters["retained_bytes"] = count_bytes(operation)
    return {"state": "measured", "reason": None, "counters": counters, "ns": ns}


def _observe(operation: Operation | Prepared) -> tuple[tuple[int, int], int]:
    """What one call does, and the nanoseconds it took under observation."""
    inputs = (operation.fresh(),) if isinstance(operation, Prepared) else ()
    call = operation.call if isinstance(operation, Prepared) else operation
    with counting() as count:
        start = perf_counter_ns()
        call(*inputs)
        elapsed = perf_counter_ns() - start
    return (count.calls, count.queries), elapsed


def _difference(expected: tuple[int, int], found: tuple[int, int], run: int) -> str:
    return (
        f"the oracle expects {expected[0]} receiver calls and {expected[1]} queries, "
        f"call {run + 1} made {found[0]} and {found[1]}"
    )
