"""New values for stored rows: one update() against a loop of save(), to which nobody listens.

"Much much faster" is ten times as fast, the whole interval beyond that. What receivers have to do with it
stands beside: ten that do nothing, as a share of a save() loop.
"""

from __future__ import annotations

from bench.claims.claim import Claim, Finding, cells
from bench.claims.estimates import at_least, inverse, told
from bench.claims.evidence import Evidence
from bench.claims.judging import judge, point

MUCH_MUCH = 10.0
STORED = cells(
    "bulk-saves", "stored rows, update()", "10 post_save receivers", rows=(100, 1000), commit=("atomic",)
)


def rule(evidence: Evidence) -> Finding:
    points = []
    for spot in evidence.spots(STORED):
        faster = inverse(spot.ratio("stored rows, update()", to="stored rows, save()"))
        receivers = spot.ratio("10 post_save receivers", to="save()")
        figure = (
            f"update() is {told(faster)} as fast; 10 receivers make a save() loop {told(receivers)} as long"
        )
        points.append(point(spot, at_least(faster, MUCH_MUCH), figure))
    return judge(points, on="the rows")


CLAIM = Claim(
    number=21,
    saying="filter().update() “Much much faster” than save()",
    source="d1eu30co0ohy4w.cloudfront.net/jacobian/django-doesnt-scale",
    test=__doc__,
    cells=(STORED,),
    rule=rule,
)
