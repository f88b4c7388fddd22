"""send() takes an asynchronous receiver to an event loop in a thread that it starts, and goes on when the
receiver has ended. asend(), on a loop that runs already, has neither to start.
"""

from __future__ import annotations

from bench import units
from bench.claims.claim import cells
from bench.claims.estimates import told
from bench.study.finding import Candidate, Ground

CROSSINGS = cells("async", "asyncio.run", "send to async", since=(5, 0), receivers=(1,))


def rule(ground: Ground) -> str | None:
    (spot,) = ground.spots(CROSSINGS)
    ratio = spot.ratio("send to async", to="asyncio.run")
    if not ground.decided(ratio):
        return None
    time = spot.time("send to async")
    threads = units.plural(spot.count("threads_started", "send to async"), "thread")
    return (
        f"For an asynchronous receiver, a synchronous `send()` starts {threads} and an event loop, and "
        f"waits: {units.time(time.value)} a send ({units.time(time.low)} to {units.time(time.high)} on this "
        f"machine), {told(ratio)} what `asyncio.run()` takes."
    )


CANDIDATE = Candidate(
    rank=11, title="Asynchronous receivers of send()", why=__doc__, cells=(CROSSINGS,), rule=rule
)
