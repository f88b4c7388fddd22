"""What each benchmark asserts: its operation does what the scenario says, and leaves nothing behind."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from bench.model import Case
from bench.scenarios.built_in_signals import changed_since, connected_receivers
from bench.scenarios.oracle import observe
from bench.scenarios.rendered_models import forget_rendered_models
from bench.scenarios.scenario import AnyOperation, Scenario


def check_oracle(scenario: Scenario, case: Case, operation: AnyOperation) -> None:
    """Run the operation twice, as one may do its work on the first call only.

    Raises AssertionError if a call makes more or fewer receiver calls or SQL statements than expected.
    """
    expected = scenario.variants[case.variant].oracle(case.axis)
    for call in ("first", "second"):
        if difference := observe(operation).deviation(expected):
            raise AssertionError(f"{case.variant}, {call} call: {difference}")


@contextmanager
def receivers_restored() -> Iterator[None]:
    """Raises AssertionError if the block leaves a signal with other receivers than before."""
    _forget_migration(connection.settings_dict["NAME"])
    before = connected_receivers()
    yield
    if changed := changed_since(before):
        raise AssertionError(f"other receivers than before are connected to {', '.join(changed)}")


@functools.cache
def _forget_migration(database: str) -> None:
    """Once for each database: pytest-django migrates it, which leaves receivers that die at any time."""
    forget_rendered_models()
