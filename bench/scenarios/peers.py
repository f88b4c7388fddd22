"""Is another dispatcher faster?

Each calls the same functions, which do nothing and are connected for every sender, and holds them as it
does unless told otherwise. What else a library does for its receivers is not the same: see at each.
"""

from __future__ import annotations

from types import SimpleNamespace

from bench.scenarios.receiver_kinds import function, new_signal
from bench.scenarios.scenario import Operations, Scenario
from bench_project.shop.models import Order

scenario = Scenario(__name__, __doc__, "send", calls=lambda receivers, **_: receivers, group="dispatcher")
scenario.axis("receivers", 1, 10, 100)


@scenario.variant("plain loop")
def plain_loop(receivers: int) -> Operations:
    """A list of results."""
    functions = [function() for _ in range(receivers)]
    yield lambda: [receiver(signal=None, sender=Order) for receiver in functions]


@scenario.variant("Django", caching=False)
@scenario.variant("Django, caching", caching=True)
def django(receivers: int, caching: bool) -> Operations:
    """Held weakly, picked by sender, called in the order of connecting; a list of receivers and results."""
    functions = [function() for _ in range(receivers)]
    signal = new_signal(*functions, caching=caching)
    yield lambda: signal.send(sender=Order)


@scenario.variant("blinker", needs=("blinker",))
def blinker(receivers: int) -> Operations:
    """Held weakly, picked by sender, called in no set order; a list of receivers and results."""
    from blinker import Signal

    functions, signal = [function() for _ in range(receivers)], Signal()
    for receiver in functions:
        signal.connect(receiver)
    yield lambda: signal.send(Order)


@scenario.variant("PyDispatcher", needs=("PyDispatcher",))
def pydispatcher(receivers: int) -> Operations:
    """Held weakly, picked by signal and sender from one registry, given the arguments that each accepts."""
    from pydispatch import dispatcher

    functions, signal = [function() for _ in range(receivers)], object()
    for receiver in functions:
        dispatcher.connect(receiver, signal)
    yield lambda: dispatcher.send(signal, Order)
    for receiver in functions:
        dispatcher.disconnect(receiver, signal)


@scenario.variant("psygnal", needs=("psygnal",))
def psygnal(receivers: int) -> Operations:
    """Functions held strongly, no senders, positional arguments, no results; compiled on most machines."""
    from psygnal import SignalInstance

    signal = SignalInstance((type,))
    for _ in range(receivers):
        signal.connect(function())
    yield lambda: signal.emit(Order)


@scenario.variant("pluggy", needs=("pluggy",))
def pluggy(receivers: int) -> Operations:
    """Plugins held strongly, no senders, the last registered is called first; results but None."""
    from pluggy import HookimplMarker, HookspecMarker, PluginManager

    manager = PluginManager("bench")
    manager.add_hookspecs(type("Hooks", (), {"saved": HookspecMarker("bench")(function())}))
    for _ in range(receivers):
        manager.register(SimpleNamespace(saved=HookimplMarker("bench")(function())))
    yield lambda: manager.hook.saved(sender=Order)
