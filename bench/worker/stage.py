"""Where cases are set up and taken down: one at a time, or kept open when nobody else can notice.

A variant that has a signal of its own and writes no rows may stay set up between rounds. One that
touches what all variants share is set up for each round and taken down after it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from bench.model import Case
from bench.scenarios.built_in_signals import changed_since, connected_receivers
from bench.scenarios.catalogue import catalogue
from bench.scenarios.scenario import AnyOperation
from bench.worker.tables import empty_tables


class LeftBehind(SystemExit):
    """A variant did not tidy up. Nothing timed after it could be trusted, so the worker ends with it."""


class Stage:
    """Sets cases up, checks that they leave nothing behind, and keeps the private ones open."""

    def __init__(self) -> None:
        self._scenarios = catalogue()
        self._open: dict[Case, AnyOperation] = {}
        self._kept = ExitStack()

    def keeps(self, case: Case) -> bool:
        """Whether the case has been set up once and for all, since nobody else can notice."""
        return case in self._open

    @contextmanager
    def case(self, case: Case) -> Iterator[AnyOperation]:
        """The case's operation, ready to be called."""
        if case in self._open:
            yield self._open[case]
            return
        scenario = self._scenarios[case.question]
        before = connected_receivers()
        with ExitStack() as stack:
            if scenario.database:
                stack.callback(empty_tables)
            operation = stack.enter_context(scenario.enter(case))
            shared = scenario.database or changed_since(before)
            if not shared:
                self._open[case] = operation
                self._kept.push(stack.pop_all())
            yield operation
        if left := changed_since(before):
            raise LeftBehind(f"{case.variant} left the receivers of {', '.join(left)} changed")
