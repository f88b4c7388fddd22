"""Receivers that wait and then note their end: had all done so when send() returned, and when asend() did?

It holds where they had, whichever way the signal is sent; receivers of asend() wait side by side, but the
sender waits for all of them. Counted, so there is no interval.
"""

from __future__ import annotations

from bench.claims.claim import Claim, Finding, cells
from bench.claims.evidence import Evidence
from bench.claims.judging import judge, point

SEND = cells("waiting", "send", receivers=(10,))
CROSSING = cells("waiting", "send to async", "asend", "asend to async", receivers=(10,), since=(5, 0))


def rule(evidence: Evidence) -> Finding:
    points = []
    for wanted in (SEND, CROSSING):
        for spot in evidence.spots(wanted):
            for variant in wanted.variants:
                ended = spot.count("receiver_calls", variant)
                figure = f"{ended} of 10 receivers at their end when the sender goes on"
                points.append(point(spot, ended == 10, figure, variant))
    return judge(points, on="the way of sending")


CLAIM = Claim(
    number=3,
    saying="“not executed asynchronously”",
    source="lincolnloop.com/blog/django-anti-patterns-signals",
    test=__doc__,
    cells=(SEND, CROSSING),
    rule=rule,
)
