"""Whether a case does what its oracle says, and what it does: found out before it is timed."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Any

from bench.model import Case
from bench.scenarios.catalogue import catalogue
from bench.scenarios.oracle import Observation, observe
from bench.scenarios.scenario import Absent, AnyOperation
from bench.scenarios.statements import Statements
from bench.worker.apart import apart
from bench.worker.counters import count, extent_of
from bench.worker.leftovers import restart_ids
from bench.worker.stage import Stage
from bench.worker.timing import estimate_ns

LONG_CALL_NS = 2_000_000
"""An operation that takes longer is checked once and not twice: the census has called it twice before."""

Answer = dict[str, Any]
Expected = tuple[int, "int | Statements"]


def verify(stage: Stage, case: Case, *, counting: bool, trouble: str | None = None) -> Answer:
    """Check the case against its oracle; see protocol.py for the answer.

    counting: count Python calls, bytecodes and bytes, in a process apart, instead of estimating its time: no
    clock may decide what is done before something is counted, and what the stage keeps open may need threads,
    which are not there. trouble: why there is no database, if so.
    """
    scenario = catalogue()[case.question]
    variant = scenario.variants[case.variant]
    if (missing := variant.missing()) is not None:
        return _without_data("absent", missing)
    if scenario.database and trouble is not None:
        return _without_data("failed", f"the database {trouble}")

    def answer() -> Answer:
        expected = variant.oracle(case.axis)
        try:
            return _count(Stage(), case, expected) if counting else _check(stage, case, expected)
        except Absent as reason:
            return _without_data("absent", str(reason))

    return apart(answer) if counting else answer()


def _check(stage: Stage, case: Case, expected: Expected) -> Answer:
    """Run the operation twice against its oracle and estimate its time.

    The heap is set aside before each case, or every collection between slices would go through what the
    other cases hold.
    """
    began = perf_counter()
    gc.collect()
    gc.freeze()
    with stage.case(case) as operation:
        seen = observe(operation)
        difference = seen.deviation(expected)
        if difference is None and seen.ns < LONG_CALL_NS:
            seen = observe(operation)
            difference = seen.deviation(expected)
        if difference is not None:
            return _without_data("failed", difference)
        ns = estimate_ns(operation, seen.ns)
        check_s = perf_counter() - began
    return {**_measured(seen), "ns": ns, "check_s": check_s}


def _count(stage: Stage, case: Case, expected: Expected) -> Answer:
    """Run the operation twice against its oracle and count what it does."""
    gc.collect()
    gc.freeze()
    with stage.case(case) as operation:
        for _ in range(2):
            seen = observe(operation)
            difference = seen.deviation(expected)
            if difference is not None:
                return _without_data("failed", difference)
        extent = extent_of(operation)
    answer = _measured(seen)
    answer["counters"] |= count(lambda: _afresh(stage, case), extent)
    return answer


@contextmanager
def _afresh(stage: Stage, case: Case) -> Iterator[AnyOperation]:
    """The case as in a worker that has written no rows yet."""
    if catalogue()[case.question].database:
        restart_ids()
    with stage.case(case) as operation:
        yield operation


def _measured(seen: Observation) -> Answer:
    counters = {
        "receiver_calls": seen.calls,
        "queries": seen.queries,
        "statements": dict(seen.statements),
    }
    return {"state": "measured", "reason": None, "counters": counters, "ns": None, "check_s": 0.0}


def _without_data(state: str, reason: str) -> Answer:
    return {"state": state, "reason": reason, "counters": {}, "ns": None, "check_s": 0.0}
