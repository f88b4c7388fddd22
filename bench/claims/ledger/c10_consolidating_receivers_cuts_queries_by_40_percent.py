"""Ten receivers or one: how many statements does a save() loop send?

What a "query stack depth" is the saying does not tell; receivers are called one after another and lie on no
stack together, so that the queries are what is left to count. It holds where one receiver has at least 40%
fewer.
"""

from __future__ import annotations

from bench import units
from bench.claims.claim import Claim, Finding, cells
from bench.claims.evidence import Evidence
from bench.claims.judging import judge, point

CUT = 0.40
SAVES = cells(
    "bulk-saves", "1 post_save receiver", "10 post_save receivers", rows=(10,), commit=("autocommit",)
)


def rule(evidence: Evidence) -> Finding:
    points = []
    for spot in evidence.spots(SAVES):
        one, ten = (spot.count("queries", variant) for variant in SAVES.variants)
        cut = 1 - one / ten
        figure = f"10 receivers made 1 cut {units.share(cut)} of the queries of 10 save() ({ten} to {one})"
        points.append(point(spot, cut >= CUT, figure, ""))
    return judge(points, on="the Django")


CLAIM = Claim(
    number=10,
    saying="Consolidating receivers cuts query stack depth “40%”",
    source="moldstud.com/articles/p-maximize-django-performance-smart-use-of-signals-without-compromises",
    test=__doc__,
    cells=(SAVES,),
    rule=rule,
)
