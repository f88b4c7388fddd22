"""send() starts an event loop for an asynchronous receiver where none runs, and asend() takes a synchronous one to
a thread. Both are divided by one awaited call on a loop that runs already.
"""

from __future__ import annotations

from bench import units
from bench.claims.claim import cells
from bench.claims.estimates import told
from bench.model import Verdict
from bench.study.finding import Candidate, Ground

CROSSINGS = cells(
    "async", "await", "asyncio.run", "asend to async", "send to async", since=(5, 0), receivers=(1,)
)


def rule(ground: Ground) -> str | None:
    (spot,) = ground.spots(CROSSINGS)
    ratio = spot.ratio("send to async", to="asyncio.run")
    started = spot.ratio("asyncio.run", to="await")
    if not (ground.decided(started, Verdict.SLOWER) and ground.decided(ratio)):
        return None
    time = spot.time("send to async")
    return (
        f"An asynchronous receiver on a synchronous `send()` waits all the same, and {ground.times_as_long(ratio)} "
        f"as `asyncio.run()`, whose event loop takes {told(started)} the time of an awaited call: here "
        f"{units.time(time.value)} ({units.time(time.low)}–{units.time(time.high)}) a send."
    )


CANDIDATE = Candidate(
    rank=11, title="Asynchronous receivers of send()", why=__doc__, cells=(CROSSINGS,), rule=rule
)
