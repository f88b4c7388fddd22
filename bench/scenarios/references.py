"""Do weak references cost more than strong ones?

A signal holds its receivers weakly unless told otherwise. Lambdas, partials and callable instances are
connected strongly here: held weakly, they would be gone before the first send.
"""

from __future__ import annotations

from django.dispatch import Signal

from bench.scenarios import receiver_kinds as kinds
from bench.scenarios.scenario import Operations, Prepared, Scenario


def calls(receivers: int, operation: str, **_: object) -> int:
    return receivers if operation == "dispatch" else 0


scenario = Scenario(__name__, __doc__, unit="operation", calls=calls)
scenario.axis("receivers", 1, 10, 100)
scenario.axis("operation", "dispatch", "connect")


@scenario.variant("strong function", make=kinds.function, weak=False)
@scenario.variant("weak function", make=kinds.function, weak=True)
@scenario.variant("strong bound method", make=kinds.bound_method, weak=False)
@scenario.variant("weak bound method", make=kinds.bound_method, weak=True, reference="strong bound method")
@scenario.variant("strong lambda", make=kinds.lambda_, weak=False)
@scenario.variant("strong partial", make=kinds.partial, weak=False)
@scenario.variant("strong callable instance", make=kinds.callable_instance, weak=False)
def hold(receivers: int, operation: str, make: kinds.Maker, weak: bool) -> Operations:
    def connect(unconnected: tuple[Signal, list[kinds.Receiver]]) -> None:
        signal, functions = unconnected
        for receiver in functions:
            signal.connect(receiver, weak=weak)

    held = Signal(), [make() for _ in range(receivers)]
    connect(held)
    assert len(held[0].receivers) == receivers
    if operation == "dispatch":
        yield lambda: held[0].send(sender=None)
    else:
        yield Prepared(connect, fresh=lambda: (Signal(), [make() for _ in range(receivers)]))
