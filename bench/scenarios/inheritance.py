"""The oracle of proxy_and_inheritance.py: what it takes to save or delete one row, and who hears of it."""

from __future__ import annotations

from bench.scenarios.statements import Statements, sql
from bench_project.warehouse.models import Forklift, Vehicle


def calls(operation: str, model: type, sender: type | None = None) -> int:
    """Receivers of the class that the code names; of its parent only where the parent's row is deleted."""
    return sender is model or (sender is Vehicle and operation != "save()")


def statements(operation: str, model: type, sender: type | None = None) -> Statements:
    """A row in two tables takes a statement for each, and a transaction, whoever listens.

    A row in one table is deleted without being read, and by its own delete() without a transaction, unless
    there is a receiver for the class that the code names.
    """
    tables = 2 if model is Forklift else 1
    collected = tables == 2 or sender is model
    if operation == "save()":
        return sql(update=tables, transactions=tables == 2)
    if operation == "delete()":
        return sql(delete=tables, transactions=collected)
    return sql(select=collected, delete=tables, transactions=1)
