"""What if the receiver defers to commit?

Each order that is saved is counted in another table. A hook runs when the transaction is over, so that its
SQL is no longer part of it; without a transaction it runs at once. A rollback drops the hooks.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models.signals import post_save

from bench.scenarios import orders_placed as orders
from bench.scenarios.order_batches import open_books
from bench.scenarios.receiver_kinds import Receiver, connected, counted
from bench.scenarios.scenario import Operations, Prepared, Scenario
from bench_project.shop.models import Order, count_order

scenario = Scenario(__name__, __doc__, "batch", orders.calls, orders.statements, True, group="models")
scenario.axis("rows", 10, 120, 600, full=[10_000])
scenario.axis("commit", "atomic", "autocommit", "rolled back")


@counted
def count_inline(sender: type, **kwargs: object) -> None:
    count_order()


@counted
def count_on_commit(sender: type, **kwargs: object) -> None:
    transaction.on_commit(count_order)


@scenario.variant("inline", receiver=count_inline)
@scenario.variant("on_commit()", receiver=count_on_commit, queries=orders.with_hooks)
def place(rows: int, commit: str, receiver: Receiver) -> Operations:
    open_books()
    with connected(post_save, receiver, sender=Order):
        yield Prepared(orders.PLACE[commit], lambda: orders.unplaced(rows))
