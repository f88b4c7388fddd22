"""What do dead receivers leave behind?

The dead stay in a signal's list until it next sends or connects, and has to build the list anew. Up to Django
6.0 each weak connect() also leaves a finalizer, which stays as long as the receiver lives, connected or not.
"""

from __future__ import annotations

from typing import Any

from django.dispatch import Signal

from bench.scenarios.receiver_kinds import Receiver, function, new_signal
from bench.scenarios.scenario import Operations, Prepared, Scenario
from bench_project.shop.models import Order

scenario = Scenario(__name__, __doc__, unit="operation", calls=0, group="dispatcher")
scenario.axis("receivers", 1, 10, 100)
caching: dict[str, Any] = {"calls": 1, "caching": True, "reference": "caching send, none died"}
alone: dict[str, Any] = {"reference": "death, not connected"}
strong: dict[str, Any] = {"reference": "connect and disconnect, strong"}


@scenario.variant("send, none died", calls=1, caching=False, deaths=0)
@scenario.variant("send after deaths", calls=1, caching=False, deaths=1)
@scenario.variant("caching send, none died", **caching, deaths=0)
@scenario.variant("caching send after deaths", **caching, deaths=1)
def send(receivers: int, caching: bool, deaths: int) -> Operations:
    def fresh() -> tuple[Signal, Receiver]:
        survivor, *doomed = [function() for _ in range(1 + deaths * receivers)]
        signal = new_signal(survivor, *doomed, caching=caching)
        signal.send(sender=Order)
        doomed.clear()
        return signal, survivor

    yield Prepared(lambda survived: survived[0].send(sender=Order), fresh)


@scenario.variant("death, not connected", connected=False, **alone)
@scenario.variant("death, connected", connected=True, **alone)
def die(receivers: int, connected: bool) -> Operations:
    def fresh() -> tuple[list[Receiver], Signal]:
        functions = [function() for _ in range(receivers)]
        return functions, new_signal(*functions if connected else ())

    def died(doomed: tuple[list[Receiver], Signal]) -> bool:
        return [entry[1]() for entry in doomed[1].receivers] == [None] * (receivers if connected else 0)

    yield Prepared(lambda doomed: doomed[0].clear(), fresh, check=died)


@scenario.variant("connect and disconnect, strong", weak=False, **strong)
@scenario.variant("connect and disconnect, weak", weak=True, **strong)
def come_and_go(receivers: int, weak: bool) -> Operations:
    signal = Signal()

    def connect_and_disconnect(functions: list[Receiver]) -> None:
        for receiver in functions:
            signal.connect(receiver, weak=weak)
            assert signal.disconnect(receiver)  # or connect() did nothing

    yield Prepared(connect_and_disconnect, fresh=lambda: [function() for _ in range(receivers)])
