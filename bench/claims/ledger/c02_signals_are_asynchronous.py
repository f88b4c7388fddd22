"""Receivers that wait and then note their end: how many had done so when send() returned, and were there
threads?

Asynchronous would be a receiver that is not at its end by then, or that a thread was started for. (That the
saying calls the same thing blocking is its own riddle.) Counted, so there is no interval.
"""

from __future__ import annotations

from bench.claims.claim import Claim, Finding, cells
from bench.claims.evidence import Evidence
from bench.claims.judging import judge, point

WAITING = cells("waiting", "send", receivers=(1, 10))


def rule(evidence: Evidence) -> Finding:
    points = []
    for spot in evidence.spots(WAITING):
        ended, threads = spot.count("receiver_calls", "send"), spot.count("threads_started", "send")
        receivers = int(dict(spot.axis)["receivers"])
        figure = (
            f"{ended} of {receivers} receivers at their end when send() returns, {threads} threads started"
        )
        points.append(point(spot, ended < receivers or threads > 0, figure, ""))
    return judge(points, on="the Django")


CLAIM = Claim(
    number=2,
    saying="“signals are asynchronous, or blocking”",
    source="guiqinqian.blogspot.com/2015/05/",
    test=__doc__,
    cells=(WAITING,),
    rule=rule,
)
