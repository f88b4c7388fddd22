"""Whether a case does what its oracle says, found out before anything is timed."""

from __future__ import annotations

import gc
from typing import Any

import django

from bench.model import Case
from bench.scenarios.catalogue import catalogue
from bench.scenarios.oracle import observe
from bench.worker.counters import count_bytes, count_python
from bench.worker.stage import Stage
from bench.worker.timing import estimate_ns

COUNTED_NS = 20_000_000
"""Calls that take longer than this are not counted bytecode by bytecode, which is a hundred times slower."""


def verify(stage: Stage, case: Case, *, runs: int, count: bool) -> dict[str, Any]:
    """Run the operation against its oracle and estimate its time; see protocol.py for the answer.

    count: also count Python calls, bytecodes and bytes. The heap is set aside before each case, or every
    collection between slices would go through what the other cases hold.
    """
    variant = catalogue()[case.question].variants[case.variant]
    if django.VERSION[:2] < variant.since:
        needed = ".".join(map(str, variant.since))
        return {"state": "absent", "reason": f"needs Django {needed} or newer", "counters": {}, "ns": None}
    expected = variant.oracle(case.axis)
    gc.collect()
    gc.freeze()
    with stage.case(case) as operation:
        for _ in range(runs):
            seen = observe(operation)
            if difference := seen.deviation(expected):
                return {"state": "failed", "reason": difference, "counters": {}, "ns": None}
        counters = {"receiver_calls": seen.calls, "queries": seen.queries}
        ns = estimate_ns(operation, seen.ns)
        if count and ns < COUNTED_NS:
            counters["python_calls"], counters["bytecodes"] = count_python(operation)
            counters["peak_bytes"], counters["retained_bytes"] = count_bytes(operation)
    return {"state": "measured", "reason": None, "counters": counters, "ns": ns}
