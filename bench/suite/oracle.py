"""Whether an operation does what its scenario says, found out before it is timed."""

from __future__ import annotations

from bench.model import Case
from bench.scenarios.counting import counting
from bench.scenarios.scenario import Operation, Prepared, Scenario, ready


def check_oracle(scenario: Scenario, case: Case, operation: Operation | Prepared) -> None:
    """Run the operation twice, as one may do its work on the first call only.

    Raises AssertionError if a call makes more or fewer receiver calls or SQL statements than expected.
    """
    expected = scenario.variants[case.variant].oracle(case.axis)
    for call in ("first", "second"):
        run = ready(operation)
        with counting() as count:
            run()
        found = (count.calls, count.queries)
        if found != expected:
            raise AssertionError(
                f"the oracle of {case.variant!r} expects {expected[0]} receiver calls and {expected[1]} SQL "
                f"statements; the {call} call made {found[0]} and {found[1]}"
            )
