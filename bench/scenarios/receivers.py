"""What does each extra receiver cost?

The receivers do nothing, and a plain loop calls the same functions: what a variant costs beyond that
loop is the dispatcher's own work.
"""

from __future__ import annotations

from collections.abc import Callable

from django.dispatch import Signal

from bench.scenarios.receiver_kinds import function, new_signal
from bench.scenarios.scenario import Operations, Scenario
from bench_project.shop.models import Order

scenario = Scenario(__name__, __doc__, unit="send", calls=lambda receivers, **_: receivers)
scenario.axis("receivers", 0, 1, 2, 5, 10, 100, 1000, full=[10_000])


@scenario.variant("plain loop")
def plain_loop(receivers: int) -> Operations:
    functions = [function() for _ in range(receivers)]
    yield lambda: [receiver(signal=None, sender=Order) for receiver in functions]


@scenario.variant("send", dispatch=Signal.send, caching=False)
@scenario.variant("send, caching", dispatch=Signal.send, caching=True)
@scenario.variant("send_robust", dispatch=Signal.send_robust, caching=False)
@scenario.variant("send_robust, caching", dispatch=Signal.send_robust, caching=True)
def send(receivers: int, dispatch: Callable[..., object], caching: bool) -> Operations:
    functions = [function() for _ in range(receivers)]
    signal = new_signal(*functions, caching=caching)
    yield lambda: dispatch(signal, sender=Order)
