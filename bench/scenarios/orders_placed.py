"""Batches of orders for on_commit.py, and the statements that placing one takes."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from bench.scenarios.order_batches import new_orders
from bench.scenarios.statements import Statements, sql
from bench_project.shop import writing
from bench_project.shop.models import Order


def unplaced(rows: int) -> list[Any]:
    """Orders for a table that is empty when a slice begins."""
    Order._base_manager.all()._raw_delete("default")
    return new_orders(rows, Order)


def place_in_vain(orders: list[Any]) -> None:
    """Save them all, and undo it."""
    writing.save(orders)
    transaction.set_rollback(True)


PLACE = {
    "atomic": transaction.atomic(writing.save),
    "autocommit": writing.save,
    "rolled back": transaction.atomic(place_in_vain),
}


def calls(rows: int, **_: Any) -> int:
    """The receiver is called for each order, whatever becomes of it."""
    return rows


def statements(rows: int, commit: str, **_: Any) -> Statements:
    """A row and its count for each order."""
    if commit == "rolled back":
        return {**sql(insert=rows, update=rows), "BEGIN": 1, "ROLLBACK": 1}
    return sql(insert=rows, update=rows, transactions=commit == "atomic")


def with_hooks(rows: int, commit: str, **_: Any) -> Statements:
    """The same, but what is rolled back is never counted."""
    counted = statements(rows, commit)
    if commit == "rolled back":
        return {kind: count for kind, count in counted.items() if kind != "UPDATE"}
    return counted
