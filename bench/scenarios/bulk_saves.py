"""Signals or save() for many rows?

Variants with books do the same work for every row: compute its total and count it in another table. The
others do none of it, so that dispatch can be told apart from the work. Stored rows get new totals.
"""

from __future__ import annotations

from django.db.models.signals import post_save, pre_save

from bench.scenarios import order_batches as batches
from bench.scenarios.order_batches import BOOKS, KEEPERS, NOOPS, STORED, Receivers, Write
from bench.scenarios.receiver_kinds import connected
from bench.scenarios.scenario import Operations, Prepared, Scenario
from bench_project.shop import writing
from bench_project.shop.models import Order, OrderWithBooks, OrderWithSave

scenario = Scenario(__name__, __doc__, "batch", batches.calls, batches.statements, database=True)
scenario.axis("rows", 10, 100, 1000, full=[10_000])
scenario.axis("commit", "atomic", "autocommit")


@scenario.variant("save()", write=writing.save)
@scenario.variant("1 post_save receiver", write=writing.save, post=NOOPS[:1])
@scenario.variant("10 post_save receivers", write=writing.save, post=NOOPS)
@scenario.variant("pre_save and post_save", write=writing.save, pre=NOOPS[:1], post=NOOPS[:1])
@scenario.variant("overridden save()", write=writing.save, model=OrderWithSave)
@scenario.variant("bulk_create()", write=writing.bulk_create)
@scenario.variant("bulk_create() and send", write=writing.bulk_create_and_send, post=NOOPS[:1])
@scenario.variant("books in the loop", write=writing.save_with_books, **BOOKS)
@scenario.variant("books in receivers", write=writing.save, **KEEPERS, **BOOKS)
@scenario.variant("books in save()", write=writing.save, model=OrderWithBooks, **BOOKS)
@scenario.variant("books, bulk_create() and send", write=writing.bulk_create_and_send, **KEEPERS, **BOOKS)
def new_rows(
    rows: int, commit: str, write: Write, model: type = Order, pre: Receivers = (), post: Receivers = ()
) -> Operations:
    batches.open_books()
    with connected(pre_save, *pre, sender=model), connected(post_save, *post, sender=model):
        yield Prepared(batches.committed(write, commit), lambda: batches.new_orders(rows, model))


@scenario.variant("stored rows, save()", write=writing.compute_and_save, **STORED)
@scenario.variant("stored rows, bulk_update()", write=writing.bulk_update, **STORED)
@scenario.variant("stored rows, update()", write=writing.update, **STORED)
def stored_rows(rows: int, commit: str, write: Write) -> Operations:
    orders = batches.stored_orders(rows)
    yield Prepared(batches.committed(write, commit), lambda: orders)
