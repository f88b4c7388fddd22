"""Whether an operation does what its scenario says, found out before it is timed."""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter_ns

from bench.scenarios.counting import counting
from bench.scenarios.scenario import AnyOperation, ready
from bench.scenarios.statements import Statements, told, without_transactions


@dataclass(frozen=True)
class Observation:
    """What one call of an operation did."""

    calls: int
    statements: Statements
    complete: bool
    """Whether BEGIN and COMMIT would have been seen; where not, no oracle expects them."""
    ns: int
    """How long it took while it was watched; more than it takes otherwise."""

    @property
    def queries(self) -> int:
        """How many statements there were in all."""
        return sum(self.statements.values())

    def deviation(self, expected: tuple[int, int | Statements]) -> str | None:
        """What differs from the oracle's (calls, statements), or None."""
        calls, queries = expected
        if isinstance(queries, int):
            if (self.calls, self.queries) == expected:
                return None
            wanted, seen = f"{queries} SQL statements", f"{self.queries} ({told(self.statements)})"
        else:
            if not self.complete:
                queries = without_transactions(queries)
            if (self.calls, self.statements) == (calls, queries):
                return None
            wanted, seen = told(queries), told(self.statements)
        return (
            f"the oracle expects {calls} receiver calls and {wanted}, but a call made {self.calls} and {seen}"
        )


def observe(operation: AnyOperation) -> Observation:
    """Call the operation once and count what it does."""
    call = ready(operation)
    with counting() as count:
        start = perf_counter_ns()
        call()
        elapsed = perf_counter_ns() - start
    return Observation(calls=count.calls, statements=count.statements, complete=count.complete, ns=elapsed)
