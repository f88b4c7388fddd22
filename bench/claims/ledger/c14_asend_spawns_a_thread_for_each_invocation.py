"""Threads that one asend() starts, once the pool has what it keeps.

It holds where that is at least one. Counted, so there is no interval.
"""

from __future__ import annotations

from bench.claims.claim import Claim, Finding, cells
from bench.claims.evidence import Evidence
from bench.claims.judging import judge, point

SENDS = cells("async", "asend to async", "asend to both", "asend to sync", receivers=(10,), since=(5, 0))


def rule(evidence: Evidence) -> Finding:
    points = []
    for spot in evidence.spots(SENDS):
        for variant in SENDS.variants:
            threads = spot.count("threads_started", variant)
            figure = f"asend() to 10 receivers starts {threads} threads"
            points.append(point(spot, threads >= 1, figure, variant.removeprefix("asend ")))
    return judge(points, on="the receivers")


CLAIM = Claim(
    number=14,
    saying="asend spawns “a thread for each invocation”",
    source="django/deps#103",
    test=__doc__,
    cells=(SENDS,),
    rule=rule,
)
