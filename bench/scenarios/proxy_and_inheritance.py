"""Who is the sender?

The class that the code names: receivers of a proxy hear nothing of the model whose rows it shows, nor the
other way round. A child with a table of its own is saved in its own name alone, but deleted in its parent's
name too. Each operation is on one row, so that a call means yes.
"""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.db.models.signals import post_delete, post_save

from bench.scenarios.inheritance import calls, statements
from bench.scenarios.listening import listening
from bench.scenarios.scenario import Operations, Prepared, Scenario
from bench_project.warehouse.models import Forklift, Item, UrgentItem, Vehicle

CHILD: dict[str, Any] = {"model": Forklift, "reference": "multi-table"}
scenario = Scenario(__name__, __doc__, "operation", calls, statements, database=True, group="models")
scenario.axis("operation", "save()", "delete()", "QuerySet.delete()")


@scenario.variant("proxy", model=UrgentItem)
@scenario.variant("proxy, receiver on proxy", model=UrgentItem, sender=UrgentItem)
@scenario.variant("proxy, receiver on model", model=UrgentItem, sender=Item)
@scenario.variant("model, receiver on proxy", model=Item, sender=UrgentItem)
@scenario.variant("multi-table", **CHILD)
@scenario.variant("multi-table, receiver on child", **CHILD, sender=Forklift)
@scenario.variant("multi-table, receiver on parent", **CHILD, sender=Vehicle)
def operate(operation: str, model: type[Any], sender: type | None = None) -> Operations:
    def row() -> Any:
        return model.objects.create(name="Row", lot=1)

    with listening([post_save, post_delete], senders=[sender] if sender else []):
        if operation == "save()":
            yield row().save
        elif operation == "delete()":
            yield Prepared(model.delete, fresh=row)
        else:
            yield Prepared(QuerySet.delete, fresh=lambda: model.objects.filter(pk=row().pk))
