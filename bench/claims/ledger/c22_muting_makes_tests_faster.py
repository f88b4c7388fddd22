"""Saving rows without the receivers: those that do nothing are disconnected and connected again; those that
write to the database are left out.

Faster is by more than 5%, the whole interval beyond that. For the receivers that write, two times with
intervals of their own are divided (90% together).
"""

from __future__ import annotations

from bench.claims.claim import Claim, Finding, cells
from bench.claims.estimates import at_least, inverse, quotient, told
from bench.claims.evidence import Evidence
from bench.claims.judging import judge, point

NOTICEABLE = 1.05
NOOPS = cells("muting", "disconnect and reconnect", saves=(10,), receivers=(1,))
WRITERS = cells("bulk-saves", "save()", "books in receivers", rows=(100,), commit=("atomic",))


def rule(evidence: Evidence) -> Finding:
    points = []
    for spot in evidence.spots(WRITERS):
        slower = quotient(spot.time("books in receivers"), spot.time("save()"), jointly=False)
        figure = f"saving takes {told(slower)} the time with receivers that write"
        points.append(point(spot, at_least(slower, NOTICEABLE), figure, "receivers that write"))
    for spot in evidence.spots(NOOPS):
        slower = inverse(spot.ratio("disconnect and reconnect", to="left on"))
        figure = f"saving takes {told(slower)} the time with a receiver that does nothing"
        points.append(point(spot, at_least(slower, NOTICEABLE), figure, "a receiver that does nothing"))
    return judge(points, on="what the receivers do")


CLAIM = Claim(
    number=22,
    saying="Muting signals: “Faster Django Tests”",
    source="devblog.kogan.com/blog/disable-signal-receivers-in-your-django-tests",
    test=__doc__,
    cells=(NOOPS, WRITERS),
    rule=rule,
)
