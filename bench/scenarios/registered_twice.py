"""Is a receiver that is registered twice called twice?

A signal knows a receiver by its dispatch_uid, or else by the function itself. A module whose code runs twice
makes a new function each time: reloaded, the first one is gone, unless it is held strongly; imported under a
second name, both are there. Each operation is one send.
"""

from __future__ import annotations

from bench.scenarios.code_that_registers import (
    Register,
    connect,
    connect_again,
    connect_with_uid,
    decorate,
    run,
)
from bench.scenarios.scenario import Operations, Scenario
from bench_project.shop.models import Order

scenario = Scenario(__name__, __doc__, unit="send", calls=1, group="dispatcher")
RELOADED, TWO_NAMES = ("receivers", "receivers"), ("receivers", "shop.receivers")


@scenario.variant("registered once", modules=["receivers"])
@scenario.variant("registered again", modules=["receivers"], register=connect_again)
@scenario.variant("reloaded", modules=RELOADED)
@scenario.variant("reloaded, strong", modules=RELOADED, weak=False, calls=2)
@scenario.variant("reloaded, strong, dispatch_uid", modules=RELOADED, weak=False, register=connect_with_uid)
@scenario.variant("two names", modules=TWO_NAMES, calls=2)
@scenario.variant("two names, @receiver", modules=TWO_NAMES, register=decorate, calls=2)
@scenario.variant("two names, dispatch_uid", modules=TWO_NAMES, register=connect_with_uid)
def send(modules: list[str], register: Register = connect, weak: bool = True) -> Operations:
    signal, loaded = run(modules, register, weak)
    yield lambda: signal.send(sender=Order)
    loaded.clear()
