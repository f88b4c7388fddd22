"""The code that registers a receiver runs twice: how often is the receiver called, and how often with a
dispatch_uid?

It holds for a way of running it twice that makes two calls, which a dispatch_uid makes one again, and fails
for one that leaves it at one call by itself. Counted, so there is no interval.
"""

from __future__ import annotations

from bench.claims.claim import Claim, Finding, cells
from bench.claims.evidence import Evidence
from bench.claims.judging import judge, point

AGAIN = "registered again"
RELOADED = "reloaded"
STRONG = "reloaded, strong"
NAMES = "two names"
UID = ", dispatch_uid"
REGISTERED = cells("registered-twice", AGAIN, RELOADED, STRONG, STRONG + UID, NAMES, NAMES + UID)


def rule(evidence: Evidence) -> Finding:
    points = []
    for spot in evidence.spots(REGISTERED):
        for variant in (NAMES, STRONG, AGAIN, RELOADED):
            calls = spot.count("receiver_calls", variant)
            repeated = calls > 1
            if repeated:
                repeated = spot.count("receiver_calls", variant + UID) == 1
            points.append(point(spot, repeated, f"called {calls}×", variant))
    return judge(points, on="whether the first function lives on beside the second")


CLAIM = Claim(
    number=12,
    saying="Importing again registers a receiver repeatedly; use dispatch_uid",
    source="Django docs/topics/signals.txt",
    test=__doc__,
    cells=(REGISTERED,),
    rule=rule,
)
