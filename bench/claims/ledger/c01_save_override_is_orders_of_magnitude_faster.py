"""The same work in an overridden save() and in receivers, row by row.

"Orders of magnitude" taken at its least is one, which is what the saying's own example comes to (50 ms
against 5 ms): it holds where receivers take at least 10 times as long as the override, the whole interval
beyond that.
"""

from __future__ import annotations

from bench.claims.claim import Claim, Finding, cells
from bench.claims.estimates import at_least, told
from bench.claims.evidence import Evidence
from bench.claims.judging import judge, point

ONE_ORDER = 10.0
BOOKS = cells("bulk-saves", "books in receivers", "books in save()", rows=(10, 100), commit=("autocommit",))


def rule(evidence: Evidence) -> Finding:
    points = []
    for spot in evidence.spots(BOOKS):
        ratio = spot.ratio("books in receivers", to="books in save()")
        figure = f"receivers take {told(ratio)} the time of an overridden save()"
        points.append(point(spot, at_least(ratio, ONE_ORDER), figure))
    return judge(points, on="the rows")


CLAIM = Claim(
    number=1,
    saying="save() override “orders of magnitude faster (e.g., 5-10ms vs 50-100ms…)”",
    source="debugbase.io/findings/b630db20-a42a-4e50-8031-7cf4df00d606",
    test=__doc__,
    cells=(BOOKS,),
    rule=rule,
)
