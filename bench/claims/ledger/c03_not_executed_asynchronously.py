"""Receivers that wait and then note their end: had all done so when send() returned, and when asend() did?

It holds where they had, whichever way the signal is sent; receivers of asend() wait side by side, but the
sender waits for all of them. Counted, so there is no interval.
"""

from __future__ import annotations

from bench.claims.claim import Claim, Finding, cells
from bench.claims.evidence import Evidence
from bench.claims.judging import judge
from bench.claims.waiting import ended_before_the_sender_went_on

SEND = cells("waiting", "send", receivers=(10,))
CROSSING = cells("waiting", "send to async", "asend", "asend to async", receivers=(10,), since=(5, 0))


def rule(evidence: Evidence) -> Finding:
    points = [
        each for wanted in (SEND, CROSSING) for each in ended_before_the_sender_went_on(evidence, wanted)
    ]
    return judge(points, on="the way of sending")


CLAIM = Claim(
    number=3,
    saying="“not executed asynchronously”",
    source="lincolnloop.com/blog/django-anti-patterns-signals",
    test=__doc__,
    cells=(SEND, CROSSING),
    rule=rule,
)
