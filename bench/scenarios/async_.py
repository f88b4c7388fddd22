"""What does crossing sync and async cost?

The receivers do nothing. For synchronous receivers asend() goes to a thread, which stays; for asynchronous
ones send() starts a thread and an event loop, and ends them. Without signals they are awaited or gathered in
the running loop, called together by sync_to_async(), or gathered by asyncio.run().
"""

from __future__ import annotations

from bench.scenarios import by_hand
from bench.scenarios.crossing import ASYNC, ASYNC_CROSSING, BOTH, SYNC, Receivers
from bench.scenarios.receiver_kinds import new_signal
from bench.scenarios.scenario import Asynchronous, Operations, Scenario
from bench_project.shop.models import Order

scenario = Scenario(
    __name__, __doc__, "send", calls=lambda receivers, **_: receivers, group="dispatcher", since=(5, 0)
)
scenario.axis("receivers", 0, 1, 10)


@scenario.variant("await", by=by_hand.await_each, of=ASYNC)
@scenario.variant("gather", by=by_hand.gather, of=ASYNC)
@scenario.variant("sync_to_async", by=by_hand.call_in_thread, of=SYNC)
def in_the_loop(receivers: int, by: by_hand.Await, of: Receivers) -> Operations:
    functions = of(receivers)
    yield Asynchronous(lambda: by(functions))


@scenario.variant("asend to async", of=ASYNC)
@scenario.variant("asend_robust to async", of=ASYNC, method="asend_robust")
@scenario.variant("asend to sync", of=SYNC, reference="sync_to_async")
@scenario.variant("asend to both", of=BOTH, reference="sync_to_async")
def asend(receivers: int, of: Receivers, method: str = "asend") -> Operations:
    functions = of(receivers)
    dispatch = getattr(new_signal(*functions), method)
    yield Asynchronous(lambda: dispatch(sender=Order))


@scenario.variant("asyncio.run")
def in_new_loop(receivers: int) -> Operations:
    functions = ASYNC_CROSSING(receivers)
    yield lambda: by_hand.gather_in_new_loop(functions)


@scenario.variant("send to async", method="send", reference="asyncio.run")
@scenario.variant("send_robust to async", method="send_robust", reference="asyncio.run")
def send(receivers: int, method: str) -> Operations:
    functions = ASYNC_CROSSING(receivers)
    dispatch = getattr(new_signal(*functions), method)
    yield lambda: dispatch(sender=Order)
