"""When does a cascade read every child?

Deleting parents reads them, but deletes their children unread, unless somebody wants to hear of each child:
then these are read as well. Every parent has one child here; "one parent" has them all.
"""

from __future__ import annotations

from django.db.models import QuerySet
from django.db.models.signals import post_delete, post_save

from bench.scenarios import families
from bench.scenarios.deletions import Stock, lots
from bench.scenarios.listening import listening
from bench.scenarios.scenario import Operations, Prepared, Scenario

scenario = Scenario(
    __name__, __doc__, "delete", families.calls, families.statements, database=True, group="models"
)
scenario.axis("rows", 10, 120, 600)


@scenario.variant("no receiver", **families.SHELVES)
@scenario.variant("receiver on parents", **families.SHELVES, senders=("Shelf",))
@scenario.variant("receiver on children", **families.SHELVES, senders=("Box",))
@scenario.variant("DB_CASCADE", **families.CARTS)
@scenario.variant("DB_CASCADE, receiver on parents", **families.CARTS, senders=("Cart",))
@scenario.variant("DB_CASCADE, receiver on children", **families.CARTS, senders=("Wheel",), calls=0)
@scenario.variant("one parent", **families.ONE_SHELF)
@scenario.variant("one parent, receiver on children", **families.ONE_SHELF, senders=("Box",))
@scenario.variant("grandchildren", **families.AISLES)
@scenario.variant("grandchildren, receiver on them", **families.AISLES, senders=("Slot",))
@scenario.variant("SET_NULL", **families.SUPPLIERS)
@scenario.variant("SET_NULL, receiver on children", **families.SUPPLIERS, senders=("Delivery",), calls=0)
@scenario.variant("GenericRelation", **families.PALLETS)
@scenario.variant("GenericRelation, receiver on related", **families.PALLETS, senders=("Note",))
@scenario.variant("multi-table child", **families.FORKLIFTS)
@scenario.variant(
    "multi-table child, receiver on both", **families.FORKLIFTS, senders=("Forklift", "Vehicle")
)
@scenario.variant("multi-table parent", **families.VEHICLES)
@scenario.variant("multi-table parent, receiver on child", **families.VEHICLES, senders=("Forklift",))
def cascade(rows: int, stock: Stock, senders: tuple[str, ...] = ()) -> Operations:
    with listening([post_save, post_delete], senders=[f"warehouse.{name}" for name in senders]):
        yield Prepared(QuerySet.delete, fresh=lots(stock, rows))
