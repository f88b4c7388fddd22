"""Receivers that write to the database: are their statements part of the save() loop?

The counter of statements sees those of the saving thread, from the first save() to the return of the last.
A save that does not block would come back without them. Counted, so there is no interval.
"""

from __future__ import annotations

from bench.claims.claim import Claim, Finding, cells
from bench.claims.evidence import Evidence
from bench.claims.judging import judge, point

SAVES = cells("bulk-saves", "save()", "books in receivers", rows=(10,), commit=("autocommit",))


def rule(evidence: Evidence) -> Finding:
    points = []
    for spot in evidence.spots(SAVES):
        alone, with_receivers = (spot.count("queries", variant) for variant in SAVES.variants)
        figure = f"10 save() send {with_receivers} statements in their own thread, {alone} without receivers"
        points.append(point(spot, with_receivers == alone, figure, ""))
    return judge(points, on="the Django")


CLAIM = Claim(
    number=9,
    saying="Signals give “Non-blocking save”",
    source="leyaa.ai/codefly/learn/django/part-3/django-why-signals-enable-decoupled-communication/complexity",
    test=__doc__,
    cells=(SAVES,),
    rule=rule,
)
