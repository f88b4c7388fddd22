"""When does delete() lose its fast path?

One DELETE removes all that a query finds, unless somebody wants to hear of each row: then the rows are read
first, and deleted by the hundred. One by one means item.delete() in a loop over the same query.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models.signals import post_delete, post_save, pre_delete
from django.dispatch import Signal

from bench.scenarios.deletions import Clear, calls, lots, statements
from bench.scenarios.listening import listening
from bench.scenarios.scenario import Operations, Prepared, Scenario
from bench_project.warehouse import clearing, stocking
from bench_project.warehouse.models import Item, Shelf

LOOP: dict[str, Any] = {"signals": [post_delete], "reference": "one by one"}
scenario = Scenario(__name__, __doc__, "delete", calls, statements, database=True, group="models")
scenario.axis("rows", 10, 120, 600)


@scenario.variant("no receiver")
@scenario.variant("post_save receiver", signals=[post_save])
@scenario.variant("receiver for another model", signals=[post_delete], sender=Shelf)
@scenario.variant("pre_delete receiver", signals=[pre_delete])
@scenario.variant("post_delete receiver", signals=[post_delete])
@scenario.variant("pre_delete and post_delete", signals=[pre_delete, post_delete])
@scenario.variant("senderless receiver", signals=[post_delete], sender=None)
@scenario.variant("_raw_delete(), receiver", signals=[post_delete], clear=clearing.raw_delete)
@scenario.variant("one by one", clear=clearing.one_by_one)
@scenario.variant("one by one, receiver", clear=clearing.one_by_one, **LOOP)
@scenario.variant("one by one, receiver, atomic", clear=clearing.atomically_one_by_one, **LOOP)
def delete(
    rows: int, clear: Clear = clearing.delete, signals: Sequence[Signal] = (), sender: type | None = Item
) -> Operations:
    with listening(signals, senders=[sender]):
        yield Prepared(clear, fresh=lots(stocking.items, rows))
