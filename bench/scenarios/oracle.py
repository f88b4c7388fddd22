"""Whether an operation does what its scenario says, found out before it is timed."""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter_ns

from bench.scenarios.counting import counting
from bench.scenarios.scenario import Operation, Prepared, ready


@dataclass(frozen=True)
class Observation:
    """What one call of an operation did."""

    calls: int
    queries: int
    ns: int
    """How long it took while it was watched; more than it takes otherwise."""

    def deviation(self, expected: tuple[int, int]) -> str | None:
        """What differs from the oracle's (calls, queries), or None."""
        if (self.calls, self.queries) == expected:
            return None
        return (
            f"the oracle expects {expected[0]} receiver calls and {expected[1]} SQL statements, "
            f"but a call made {self.calls} and {self.queries}"
        )


def observe(operation: Operation | Prepared) -> Observation:
    """Call the operation once and count what it does."""
    call = ready(operation)
    with counting() as count:
        start = perf_counter_ns()
        call()
        elapsed = perf_counter_ns() - start
    return Observation(calls=count.calls, queries=count.queries, ns=elapsed)
