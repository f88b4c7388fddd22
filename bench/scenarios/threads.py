"""Does dispatch scale over threads?

A batch is 5,000 sends for each thread of a pool, to a receiver that does nothing; or one thread makes them
all. A worker is bound to one processor core, but these threads are not. Where Python has a global lock only
one of them runs at a time, and no more can be hoped for than to lose nothing: a thread that is interrupted
while it holds the signal's lock makes the others wait for it. Calls without a signal take no such lock.
"""

from __future__ import annotations

from bench.scenarios.receiver_kinds import function, new_signal
from bench.scenarios.scenario import Operations, Scenario
from bench.scenarios.thread_pools import SENDS, Share, in_all, in_one, shared_out

scenario = Scenario(
    __name__, __doc__, "batch", calls=lambda threads, **_: threads * SENDS, group="dispatcher"
)
scenario.axis("threads", 1, 2, 4)


@scenario.variant("calls, one thread", share=in_one)
@scenario.variant("calls", share=in_all)
def call(threads: int, share: Share) -> Operations:
    receiver = function()
    with shared_out(receiver, share(threads)) as batch:
        yield batch


@scenario.variant("send, one thread", share=in_one, caching=False)
@scenario.variant("send", share=in_all, caching=False, reference="send, one thread")
@scenario.variant("send, caching, one thread", share=in_one, caching=True)
@scenario.variant("send, caching", share=in_all, caching=True, reference="send, caching, one thread")
def send(threads: int, share: Share, caching: bool) -> Operations:
    receiver = function()
    signal = new_signal(receiver, caching=caching)
    with shared_out(signal.send, share(threads)) as batch:
        yield batch
