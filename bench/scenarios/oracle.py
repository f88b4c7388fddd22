"""Whether an operation does what its scenario says, found out before it is timed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from time import perf_counter_ns

from bench.scenarios.counting import counting
from bench.scenarios.scenario import AnyOperation, Operation, Prepared, ready
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
    done: bool = True
    """Whether the scenario's own check, if it has one, finds that the call did what it should."""

    @property
    def queries(self) -> int:
        """How many statements there were in all."""
        return sum(self.statements.values())

    def deviation(self, expected: tuple[int, int | Statements]) -> str | None:
        """What differs from the oracle's (calls, statements) or the scenario's check, or None."""
        if not self.done:
            return "the scenario's own check finds that a call did not do what it should"
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
    """Call the operation once, count what it does, and ask the scenario's own check, if it has one."""
    if isinstance(operation, Prepared) and operation.check is not None:
        given = operation.fresh()
        seen = _counted(partial(operation.call, given))
        return replace(seen, done=operation.check(given))
    return _counted(ready(operation))


def _counted(call: Operation) -> Observation:
    with counting() as count:
        start = perf_counter_ns()
        call()
        elapsed = perf_counter_ns() - start
    return Observation(calls=count.calls, statements=count.statements, complete=count.complete, ns=elapsed)
