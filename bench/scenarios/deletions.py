"""Lots of rows to delete, and the oracle of delete.py: what it takes when nothing points at them."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from django.db.models.signals import post_delete, pre_delete
from django.db.models.sql.constants import GET_ITERATOR_CHUNK_SIZE
from django.dispatch import Signal

from bench.scenarios.statements import Statements, sql
from bench_project.warehouse import clearing
from bench_project.warehouse.copies import Copies
from bench_project.warehouse.models import Item

Stock = Callable[[int, int], Any]
"""Stores the lot of the first number with as many rows as the second; returns the query that finds it."""
Clear = Callable[[Any], object]
"""Deletes what a query finds."""


def lots(stock: Stock, rows: int) -> Callable[[], Any]:
    """A function that stores one more lot at each call: several can be waiting to be deleted.

    Lot 0 is stored once and stays; the others are copies of it, which cost a fraction of rows made anew.
    """
    model = stock(0, rows).model
    copies = Copies()
    return lambda: model.objects.filter(lot=copies.add())


def chunks(rows: int) -> int:
    """How many DELETEs rows take whose keys are known, on every database (`DeleteQuery.delete_batch()`)."""
    return math.ceil(rows / GET_ITERATOR_CHUNK_SIZE)


def calls(rows: int, clear: Clear = clearing.delete, signals: Sequence[Signal] = (), **sender: Any) -> int:
    """Each receiver is called once for each row, if it is one for deleted items."""
    return rows * len(_heard(clear, signals, **sender))


def statements(
    rows: int, clear: Clear = clearing.delete, signals: Sequence[Signal] = (), **sender: Any
) -> Statements:
    """A receiver costs a query its single DELETE, and item.delete() a transaction of its own."""
    heard = bool(_heard(clear, signals, **sender))
    if clear is clearing.raw_delete:
        return sql(delete=1)
    if clear is clearing.delete:
        return sql(select=1, delete=chunks(rows), transactions=1) if heard else sql(delete=1, transactions=1)
    one_transaction = clear is clearing.atomically_one_by_one
    return sql(select=1, delete=rows, transactions=1 if one_transaction else rows * heard)


def _heard(clear: Clear, signals: Sequence[Signal], sender: type | None = Item) -> list[Signal]:
    """The signals that reach the receiver."""
    if clear is clearing.raw_delete or sender not in (Item, None):
        return []
    return [signal for signal in signals if signal in (pre_delete, post_delete)]
