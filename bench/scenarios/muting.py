"""What does switching signals off cost?

An order is saved so many times without what post_save's receivers do, and once more with it: if a cache was
cleared, that send is cold. As the receivers do nothing, muting saves no more than the price of the calls.
Before Django 6.1 each connect() of a receiver held weakly leaves a finalizer behind, as long as that lives.
"""

from __future__ import annotations

from django.db.models.signals import post_save

from bench.scenarios import muted_saves as muted
from bench.scenarios.receiver_kinds import Maker, Receiver, connected, function
from bench.scenarios.scenario import Operations, Scenario
from bench_project.shop.models import Order
from bench_project.tracked import muting

scenario = Scenario(__name__, __doc__, "batch", muted.last_save, muted.statements, True, group="models")
scenario.axis("saves", 1, 10, 120, 600)
scenario.axis("receivers", 1, 10)


@scenario.variant("left on", mute=muting.left_on, calls=muted.every_save)
@scenario.variant("flag read in the receivers", mute=muting.flag_raised, **muted.READ_FLAG)
@scenario.variant("disconnect and reconnect", mute=muting.disconnected)
@scenario.variant("receiver list swapped", mute=muting.list_swapped)
def save(saves: int, receivers: int, mute: Receiver, make: Maker = function) -> Operations:
    functions = [make() for _ in range(receivers)]
    order = muted.stored_order()

    def save_muted_then_unmuted() -> None:
        with mute(post_save, functions, sender=Order):
            for _ in range(saves):
                order.save()
        order.save()

    with connected(post_save, *functions, sender=Order):
        yield save_muted_then_unmuted
