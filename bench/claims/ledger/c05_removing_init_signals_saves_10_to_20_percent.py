"""Reading rows with Django's own Model.__init__(), and with the same code less its two sends; nobody
listens.

It holds where the whole interval of what is saved lies between 10% and 20%, and fails where none of it
does.
"""

from __future__ import annotations

from bench.claims.claim import Claim, Finding, cells
from bench.claims.estimates import told, within
from bench.claims.evidence import Evidence
from bench.claims.judging import judge, point

READS = cells("init", "list(), nothing sent", rows=(120,))


def rule(evidence: Evidence) -> Finding:
    points = []
    for spot in evidence.spots(READS):
        ratio = spot.ratio("list(), nothing sent", to="list()")
        figure = f"reading rows takes {told(ratio)} the time where no init signal is sent"
        points.append(point(spot, within(ratio, 0.80, 0.90), figure))
    return judge(points, on="the Django")


CLAIM = Claim(
    number=5,
    saying="Removing init signals saves “10% to 20%”",
    source="groups.google.com/group/django-developers/browse_thread/thread/5de2b14acfa0997c",
    test=__doc__,
    cells=(READS,),
    rule=rule,
)
