"""Batches of orders for bulk_saves.py, and its oracle: what it takes to write one."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import django
from django.db import connection, transaction

from bench.scenarios.receiver_kinds import Receiver, counted, function
from bench.scenarios.statements import Statements, sql
from bench_project.shop import receivers, writing
from bench_project.shop.models import Counter, Order, OrderWithBooks

Write = Callable[[list[Any]], object]
Receivers = Sequence[Receiver]

NOOPS: Receivers = tuple(function() for _ in range(10))
COMPUTE_TOTAL = counted(receivers.compute_total_before_save)
COUNT_ORDER = counted(receivers.count_order_after_save)
KEEPERS: dict[str, Any] = {"pre": (COMPUTE_TOTAL,), "post": (COUNT_ORDER,)}
BOOKS: dict[str, Any] = {"reference": "books in the loop"}
STORED: dict[str, Any] = {"reference": "stored rows, save()"}


def new_orders(rows: int, model: type[Any]) -> list[Any]:
    """Orders that no table has yet."""
    return [model(reference=f"order {n}", quantity=n % 7 + 1, unit_price=250) for n in range(rows)]


def open_books() -> None:
    """Put the row in place that orders are counted in."""
    Counter.objects.create(pk=1)


def stored_orders(rows: int) -> list[Any]:
    """Orders read back from their table."""
    Order.objects.bulk_create(new_orders(rows, Order))
    return list(Order.objects.all())


def committed(write: Write, commit: str) -> Write:
    """The same: as it is, or in one transaction for the whole batch where commit is "atomic"."""
    return transaction.atomic(write) if commit == "atomic" else write


def calls(rows: int, pre: Receivers = (), post: Receivers = (), **_: Any) -> int:
    """Each receiver is called once for each row, whoever sends the signal."""
    return rows * (len(pre) + len(post))


def statements(
    rows: int, commit: str, write: Write, model: type[Any] = Order, post: Receivers = (), **_: Any
) -> Statements:
    """The statements that write the rows, those that keep the books, and the transaction round them."""
    creates = write in (writing.bulk_create, writing.bulk_create_and_send)
    keeps_books = write is writing.save_with_books or model is OrderWithBooks or COUNT_ORDER in post
    writes = _writes(rows, write)
    own_transaction = write is writing.bulk_update or (creates and (django.VERSION < (6, 0) or writes > 1))
    inserts = creates or write in (writing.save, writing.save_with_books)
    return sql(
        insert=writes if inserts else 0,
        update=rows * keeps_books + (0 if inserts else writes),
        transactions=commit == "atomic" or own_transaction,
    )


def _writes(rows: int, write: Write) -> int:
    """How many statements the rows are spread over: a database limits the parameters of each."""
    fields: list[Any]
    if write is writing.update:
        return 1
    if write in (writing.bulk_create, writing.bulk_create_and_send):
        fields = [field for field in Order._meta.local_concrete_fields if not field.primary_key]
    elif write is writing.bulk_update:
        fields = [Order._meta.pk, Order._meta.pk, Order._meta.get_field("total")]
    else:
        return rows
    return math.ceil(rows / connection.ops.bulk_batch_size(fields, range(rows)))
