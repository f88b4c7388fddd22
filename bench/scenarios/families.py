"""Families of rows for cascade.py, and its oracle: what it takes to delete each, by who has a receiver."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import django
from django.db import connection

from bench.scenarios.deletions import Stock, chunks
from bench.scenarios.statements import Statements, sql
from bench_project.warehouse import stocking as by
from bench_project.warehouse.models import Item

Senders = tuple[str, ...]
"""Names of models in the warehouse."""

SHELVES: dict[str, Any] = {"stock": by.shelves_with_boxes}
ONE_SHELF: dict[str, Any] = {"stock": by.shelf_with_boxes, "reference": "one parent"}
AISLES: dict[str, Any] = {"stock": by.aisles_with_bays_and_slots, "reference": "grandchildren"}
SUPPLIERS: dict[str, Any] = {"stock": by.suppliers_with_deliveries, "reference": "SET_NULL"}
PALLETS: dict[str, Any] = {"stock": by.pallets_with_notes, "reference": "GenericRelation"}
FORKLIFTS: dict[str, Any] = {"stock": by.forklifts, "reference": "multi-table child"}
VEHICLES: dict[str, Any] = {"stock": by.vehicles_that_are_forklifts, "reference": "multi-table parent"}
CARTS: dict[str, Any] = {"stock": by.carts_with_wheels, "since": (6, 1)}


def calls(rows: int, senders: Senders = (), **_: Any) -> int:
    """The receiver is called once for each row of each sender."""
    return rows * len(senders)


def statements(rows: int, stock: Stock, senders: Senders = (), **_: Any) -> Statements:
    """What the table says, in one transaction.

    Rows that were read are deleted in c chunks of a hundred. Children are looked for in b batches of their
    parents (`Collector.get_del_batches()`), each with a statement that reads them or deletes them unread:
    SQLite had 500 to a batch before Django 6.0, and takes all of them at once since, as PostgreSQL does.
    """
    batch_size = connection.ops.bulk_batch_size([Item._meta.pk], range(rows))
    select, update, delete = _TABLE[stock, senders](chunks(rows), math.ceil(rows / batch_size))
    return sql(select=select, update=update, delete=delete, transactions=1)


def _children_kept(c: int, b: int) -> tuple[int, int, int]:
    """Before Django 4.2 they are read, and updated by chunks."""
    return (1 + b, c, c) if django.VERSION < (4, 2) else (1, 1, c)


_TABLE: dict[tuple[object, Senders], Callable[[int, int], tuple[int, int, int]]] = {
    # Who is deleted, who has a receiver: SELECT, UPDATE, DELETE
    (by.shelves_with_boxes, ()): lambda c, b: (1, 0, b + c),
    (by.shelves_with_boxes, ("Shelf",)): lambda c, b: (1, 0, b + c),
    (by.shelves_with_boxes, ("Box",)): lambda c, b: (1 + b, 0, 2 * c),
    (by.shelf_with_boxes, ()): lambda c, b: (1, 0, 1 + 1),
    (by.shelf_with_boxes, ("Box",)): lambda c, b: (2, 0, c + 1),
    (by.aisles_with_bays_and_slots, ()): lambda c, b: (1 + b, 0, b + 2 * c),
    (by.aisles_with_bays_and_slots, ("Slot",)): lambda c, b: (1 + 2 * b, 0, 3 * c),
    (by.suppliers_with_deliveries, ()): _children_kept,
    (by.suppliers_with_deliveries, ("Delivery",)): _children_kept,
    (by.pallets_with_notes, ()): lambda c, b: (1, 0, 1 + c),
    (by.pallets_with_notes, ("Note",)): lambda c, b: (2, 0, 2 * c),
    (by.forklifts, ()): lambda c, b: (1, 0, 2 * c),
    (by.forklifts, ("Forklift", "Vehicle")): lambda c, b: (1, 0, 2 * c),
    (by.vehicles_that_are_forklifts, ()): lambda c, b: (1, 0, b + c),
    (by.vehicles_that_are_forklifts, ("Forklift",)): lambda c, b: (1 + b, 0, 2 * c),
    (by.carts_with_wheels, ()): lambda c, b: (0, 0, 1),
    (by.carts_with_wheels, ("Wheel",)): lambda c, b: (0, 0, 1),
    (by.carts_with_wheels, ("Cart",)): lambda c, b: (1, 0, c),
}
