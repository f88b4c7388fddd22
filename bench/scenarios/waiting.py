"""Does the sender wait for its receivers?

Each receiver waits, as for a mail server, and then notes that it has come to its end: receiver calls count
those that had done so when the sender went on. Asynchronous receivers wait side by side.
"""

from __future__ import annotations

from bench.scenarios.coming_to_an_end import waiting, waiting_async
from bench.scenarios.receiver_kinds import Maker, new_signal
from bench.scenarios.scenario import Asynchronous, Operations, Scenario
from bench_project.shop.models import Order

scenario = Scenario(__name__, __doc__, "send", calls=lambda receivers, **_: receivers, group="dispatcher")
scenario.axis("receivers", 1, 10)


@scenario.variant("no signal")
def wait_in_a_loop(receivers: int) -> Operations:
    functions = [waiting() for _ in range(receivers)]
    yield lambda: [function(sender=Order) for function in functions]


@scenario.variant("send", make=waiting)
@scenario.variant("send to async", make=waiting_async, since=(5, 0))
def send(receivers: int, make: Maker) -> Operations:
    signal = new_signal(*[make() for _ in range(receivers)], weak=False)
    yield lambda: signal.send(sender=Order)


@scenario.variant("asend", make=waiting, since=(5, 0))
@scenario.variant("asend to async", make=waiting_async, since=(5, 0))
def asend(receivers: int, make: Maker) -> Operations:
    signal = new_signal(*[make() for _ in range(receivers)], weak=False)
    yield Asynchronous(lambda: signal.asend(sender=Order))
