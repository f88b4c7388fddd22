"""What does connecting cost?

Before it adds a receiver, connect() compares it with all that are there: many take time that grows with
their square. The signals are like post_save, and each call gets one of its own.
"""

from __future__ import annotations

from functools import partial

from django.db.models.signals import post_save

from bench.scenarios import receivers_module as module
from bench.scenarios import signals_to_connect as signals
from bench.scenarios.receiver_kinds import Receiver, connected, function
from bench.scenarios.scenario import Operations, Prepared, Scenario
from bench.scenarios.signals_to_connect import DISCONNECTED, Check, Fresh
from bench_project.shop import listening
from bench_project.shop.models import Counter, Order

scenario = Scenario(__name__, __doc__, unit="operation", calls=0, group="dispatcher")
scenario.axis("receivers", 1, 10, 100, full=[1000])


@scenario.variant("connect()", do=listening.connect)
@scenario.variant("connect() with dispatch_uid", do=listening.connect_with_uid)
@scenario.variant("@receiver", do=listening.decorate)
@scenario.variant("sender by name", do=listening.connect_by_name)
@scenario.variant("sender by name, not yet loaded", do=listening.connect_before_the_model_loads)
@scenario.variant("connect() again", do=listening.connect, fresh=signals.connected_before)
@scenario.variant("disconnect() in order", do=listening.disconnect, **DISCONNECTED)
@scenario.variant("disconnect() in reverse", do=listening.disconnect_in_reverse, **DISCONNECTED)
def register(
    receivers: int, do: Receiver, fresh: Fresh = signals.unconnected, check: Check = signals.are_connected
) -> Operations:
    yield Prepared(lambda pair: do(*pair), partial(fresh, receivers), check)


@scenario.variant("Order()", model=Order, reference="Order()")
@scenario.variant("Order(), connect() in __init__", model=listening.OrderThatConnects, reference="Order()")
def instantiate(receivers: int, model: type) -> Operations:
    with connected(post_save, *[function() for _ in range(receivers)], sender=Counter):
        model()
        assert post_save.has_listeners(model) is (model is listening.OrderThatConnects)
        yield model
        post_save.disconnect(sender=model, dispatch_uid=listening.UID)


@scenario.variant("import receivers", start=module.import_anew, reference="import receivers")
@scenario.variant("ready() imports receivers", start=module.get_ready_anew, reference="import receivers")
def start_up(receivers: int, start: Receiver) -> Operations:
    with module.app_with(receivers) as app:
        yield Prepared(start, partial(module.not_imported, app), module.connected_all)
