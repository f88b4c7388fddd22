"""What does send_robust() add, and what does a failure cost?

It catches what a receiver raises and logs it as an error, with its traceback. Here handlers make nothing of
the record, or write it to the null device, or are Django's own, which would mail it if there were ADMINS.
"""

from __future__ import annotations

from django.dispatch import Signal

from bench.scenarios.failures import Handlers, catching, djangos_own, failing, handled_by, ignoring, writing
from bench.scenarios.receiver_kinds import Maker, Receiver, function, new_signal
from bench.scenarios.scenario import Operations, Scenario
from bench_project.shop.models import Order

scenario = Scenario(__name__, __doc__, "send", calls=lambda receivers, **_: receivers, group="dispatcher")
scenario.axis("receivers", 1, 10, 100)


@scenario.variant("send", dispatch=Signal.send)
@scenario.variant("send_robust", dispatch=Signal.send_robust)
@scenario.variant("one fails and catches it", dispatch=Signal.send, last=catching)
def nothing_to_catch(receivers: int, dispatch: Receiver, last: Maker = function) -> Operations:
    functions = [*(function() for _ in range(receivers - 1)), last()]
    signal = new_signal(*functions)
    yield lambda: dispatch(signal, sender=Order)


@scenario.variant("one fails, record ignored", handlers=ignoring)
@scenario.variant("one fails, record written", handlers=writing)
@scenario.variant("one fails, Django's handlers", handlers=djangos_own)
def one_fails(receivers: int, handlers: Handlers) -> Operations:
    functions = [*(function() for _ in range(receivers - 1)), failing()]
    signal = new_signal(*functions)
    with handled_by(handlers) as logged:
        yield logged(lambda: signal.send_robust(sender=Order))
