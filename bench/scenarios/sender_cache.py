"""What does a cold sender cache cost?

A model signal remembers each sender's receivers until the next connect(), which makes it forget those of all
senders. A cold signal looks through every receiver again: each call asks it for a sender new to it.
"""

from __future__ import annotations

from typing import Any

from django.dispatch import Signal

from bench.scenarios.receiver_kinds import Receiver, function, new_signal
from bench.scenarios.scenario import Operations, Prepared, Scenario
from bench_project.shop.models import Counter, Order

scenario = Scenario(__name__, __doc__, "send", calls=lambda receivers, **_: receivers, group="dispatcher")
scenario.axis("receivers", 1, 10, 100)
NewSender = type("NewSender", (), {})
other_receiver = function()
ask: dict[str, Any] = {"do": Signal.has_listeners, "calls": 0, "reference": "has_listeners, warm"}
uncached: dict[str, Any] = {"caching": False, "reference": "no cache"}


def connect_and_send(signal: Signal, sender: object) -> None:
    signal.connect(other_receiver, sender=Counter, weak=False)
    signal.send(sender)


@scenario.variant("warm")
@scenario.variant("cold", cold=True)
@scenario.variant("no cache", caching=False)
@scenario.variant("connect before each send", do=connect_and_send)
@scenario.variant("connect before each send, no cache", do=connect_and_send, **uncached)
@scenario.variant("has_listeners, warm", **ask)
@scenario.variant("has_listeners, cold", **ask, cold=True)
@scenario.variant("has_listeners, no cache", **ask, caching=False)
def dispatch(
    receivers: int, do: Receiver = Signal.send, cold: bool = False, caching: bool = True
) -> Operations:
    functions = [function() for _ in range(receivers)]
    signal = new_signal(*functions, caching=caching)
    do(signal, Order)
    fresh = NewSender if cold else lambda: Order
    yield Prepared(lambda sender: do(signal, sender), fresh, check=signal.has_listeners)
