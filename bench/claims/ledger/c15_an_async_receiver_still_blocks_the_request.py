"""Asynchronous receivers that wait and then note their end: had all done so when the sender went on? And
are those of a request's signals called before its response is closed?

It holds where all are, both ways of sending and both handlers. Counted, so there is no interval.
"""

from __future__ import annotations

from bench.claims.claim import Claim, Finding, cells
from bench.claims.evidence import Evidence
from bench.claims.judging import judge, point
from bench.claims.waiting import ended_before_the_sender_went_on

WAITING = cells("waiting", "send to async", "asend to async", receivers=(10,), since=(5, 0))
REQUESTS = cells("request", "built-in receivers", "10 more, async", handler=("WSGI", "ASGI"), since=(5, 0))


def rule(evidence: Evidence) -> Finding:
    points = []
    for spot in evidence.spots(REQUESTS):
        calls = spot.count("receiver_calls", "10 more, async")
        calls -= spot.count("receiver_calls", "built-in receivers")
        figure = f"{calls} of 20 calls are made before the request is over"
        points.append(point(spot, calls == 20, figure))
    points += ended_before_the_sender_went_on(evidence, WAITING)
    return judge(points, on="the way of sending")


CLAIM = Claim(
    number=15,
    saying="Async receiver “STILL blocks the request”",
    source="pypi.org/project/django-q-signals",
    test=__doc__,
    cells=(WAITING, REQUESTS),
    rule=rule,
)
