"""Is filtering by sender free?

A hit is sent by the class that the receivers want, a miss by another. Either Django filters, or receivers
that are connected for every sender (None) test it themselves. The last pair serves many classes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.dispatch import Signal

from bench.scenarios.receiver_kinds import Maker, function, function_for
from bench.scenarios.scenario import Operations, Scenario

Senders = Callable[[int], "list[type | None]"]
CLASSES = [type(f"Sender{number}", (), {}) for number in range(1000)]
Wanted, Other = CLASSES[:2]
one: dict[str, Any] = {"sent_by": Wanted, "calls": lambda receivers, **_: min(receivers, 1)}
test: dict[str, Any] = {"senders": lambda n: [None] * n, "make": lambda: function_for(Wanted)}

scenario = Scenario(__name__, __doc__, unit="send", calls=lambda receivers, **_: receivers)
scenario.axis("receivers", 0, 1, 10, 100, 1000)
scenario.axis("caching", "off", "on")


@scenario.variant("this sender, hit", senders=lambda n: [Wanted] * n, sent_by=Wanted)
@scenario.variant("this sender, miss", senders=lambda n: [Wanted] * n, sent_by=Other, calls=0)
@scenario.variant("senderless, hit", **test, sent_by=Wanted)
@scenario.variant("senderless, miss", **test, sent_by=Other)
@scenario.variant("one per class", **one, senders=lambda n: CLASSES[:n])
@scenario.variant("one senderless", **one, senders=lambda n: [None][:n], reference="one per class")
def send(receivers: int, caching: str, senders: Senders, sent_by: type, make: Maker = function) -> Operations:
    signal = Signal(use_caching=caching == "on")
    functions = [make() for _ in senders(receivers)]
    for receiver, sender in zip(functions, senders(receivers), strict=True):
        signal.connect(receiver, sender=sender)
    assert signal.has_listeners(Wanted) == (receivers > 0)
    yield lambda: signal.send(sender=sent_by)
