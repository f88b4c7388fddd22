"""Do fixtures pay for signals?

A deserialised object sends signals when it is saved, as any other, but with raw=True: a receiver may look at
that and return at once. Each row of a fixture has a key, so that Django tries an UPDATE before the INSERT.
"""

from __future__ import annotations

from django.db.models.signals import post_save

from bench.scenarios import fixtures
from bench.scenarios.order_batches import COUNT_ORDER, NOOPS, Receivers, open_books
from bench.scenarios.receiver_kinds import connected, counted
from bench.scenarios.scenario import Operations, Prepared, Scenario
from bench_project.shop.models import Order, count_order
from bench_project.tracked import loading

scenario = Scenario(__name__, __doc__, "load", fixtures.calls, fixtures.statements, True, group="models")
scenario.axis("rows", 10, 120)
scenario.axis("way", "deserialize and save", "loaddata")


@counted
def count_unless_raw(sender: type, raw: bool, **kwargs: object) -> None:
    if raw:
        return
    count_order()


@scenario.variant("no receivers")
@scenario.variant("1 receiver", receivers=NOOPS[:1])
@scenario.variant("10 receivers", receivers=NOOPS)
@scenario.variant("1 that counts", receivers=[COUNT_ORDER])
@scenario.variant("1 that returns on raw", receivers=[count_unless_raw])
def load(rows: int, way: str, receivers: Receivers = ()) -> Operations:
    open_books()
    with fixtures.in_folder(rows, way) as new_fixture, connected(post_save, *receivers, sender=Order):
        yield Prepared(loading.loaddata if way == "loaddata" else loading.deserialize_and_save, new_fixture)
