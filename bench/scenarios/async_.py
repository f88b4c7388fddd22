"""What does crossing sync and async cost?

The receivers do nothing. For synchronous receivers asend() goes to a thread, which stays; for asynchronous
ones send() starts a thread and an event loop, and ends them. Without signals they are awaited or gathered in
the running loop, called together by sync_to_async(), or gathered by asyncio.run().
"""

from __future__ import annotations

from itertools import cycle, islice

from bench.scenarios import by_hand
from bench.scenarios.receiver_kinds import Maker, coroutine_function, function, new_signal
from bench.scenarios.scenario import Absent, Asynchronous, Operations, Scenario
from bench_project.shop.models import Order

SYNC, ASYNC = (function,), (coroutine_function,)
scenario = Scenario(
    __name__, __doc__, "send", calls=lambda receivers, **_: receivers, group="dispatcher", since=(5, 0)
)
scenario.axis("receivers", 0, 1, 10)


@scenario.variant("await", by=by_hand.await_each)
@scenario.variant("gather", by=by_hand.gather)
@scenario.variant("sync_to_async", by=by_hand.call_in_thread, make=function)
def in_the_loop(receivers: int, by: by_hand.Await, make: Maker = coroutine_function) -> Operations:
    functions = [make() for _ in range(receivers)]
    yield Asynchronous(lambda: by(functions))


@scenario.variant("asend to async", kinds=ASYNC)
@scenario.variant("asend_robust to async", kinds=ASYNC, method="asend_robust")
@scenario.variant("asend to sync", kinds=SYNC, reference="sync_to_async")
@scenario.variant("asend to both", kinds=SYNC + ASYNC, reference="sync_to_async")
def asend(receivers: int, kinds: tuple[Maker, ...], method: str = "asend") -> Operations:
    if receivers == 1 < len(kinds):
        raise Absent("one receiver is not of both kinds")
    functions = [make() for make in islice(cycle(kinds), receivers)]
    dispatch = getattr(new_signal(*functions), method)
    yield Asynchronous(lambda: dispatch(sender=Order))


@scenario.variant("asyncio.run")
def in_new_loop(receivers: int) -> Operations:
    functions = [coroutine_function() for _ in range(receivers)]
    yield lambda: by_hand.gather_in_new_loop(functions)


@scenario.variant("send to async", method="send", reference="asyncio.run")
@scenario.variant("send_robust to async", method="send_robust", reference="asyncio.run")
def send(receivers: int, method: str) -> Operations:
    functions = [coroutine_function() for _ in range(receivers)]
    dispatch = getattr(new_signal(*functions), method)
    yield lambda: dispatch(sender=Order)
