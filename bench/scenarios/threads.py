"""Does dispatch scale over threads?

A batch is 5,000 sends for each thread of a pool, to a receiver that does nothing; or one thread makes them
all. A worker is bound to one processor core, but these threads are not. Where Python has a global lock only
one of them runs at a time, and no more can be hoped for than to lose nothing: a thread that is interrupted
while it holds the signal's lock makes the others wait for it. Calls without a signal take no such lock.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from bench.scenarios.all_cores import use_all_cores
from bench.scenarios.receiver_kinds import function, new_signal
from bench.scenarios.scenario import Operations, Scenario
from bench_project.shop.models import Order

SENDS = 5_000
Share = Callable[[int], "list[int]"]

scenario = Scenario(
    __name__, __doc__, "batch", calls=lambda threads, **_: threads * SENDS, group="dispatcher"
)
scenario.axis("threads", 1, 2, 4)


def in_one(threads: int) -> list[int]:
    return [threads * SENDS]


def in_all(threads: int) -> list[int]:
    return [SENDS] * threads


@scenario.variant("calls, one thread", share=in_one)
@scenario.variant("calls", share=in_all)
def call(threads: int, share: Share) -> Operations:
    receiver = function()

    def work(sends: int) -> None:
        use_all_cores()
        start.wait()
        for _ in range(sends):
            receiver(signal=None, sender=Order)

    start = Barrier(len(share(threads)))
    with ThreadPoolExecutor(threads) as pool:
        yield lambda: list(pool.map(work, share(threads)))


@scenario.variant("send, one thread", share=in_one, caching=False)
@scenario.variant("send", share=in_all, caching=False, reference="send, one thread")
@scenario.variant("send, caching, one thread", share=in_one, caching=True)
@scenario.variant("send, caching", share=in_all, caching=True, reference="send, caching, one thread")
def send(threads: int, share: Share, caching: bool) -> Operations:
    receiver = function()
    signal = new_signal(receiver, caching=caching)

    def work(sends: int) -> None:
        use_all_cores()
        start.wait()
        for _ in range(sends):
            signal.send(sender=Order)

    start = Barrier(len(share(threads)))
    with ThreadPoolExecutor(threads) as pool:
        yield lambda: list(pool.map(work, share(threads)))
