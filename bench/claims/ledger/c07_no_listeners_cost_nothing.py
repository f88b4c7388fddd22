"""Sends that nobody hears: one for a query, as a cache would send it, and two for each row that is read.

"Shouldn't degrade performance" is at most 5%. For the query a send's time is divided by the query's, both
with intervals of their own (90% together); for the rows it is a measured ratio to reading without sends.
"""

from __future__ import annotations

from bench.claims.claim import Claim, Finding, cells
from bench.claims.estimates import at_most, inverse, quotient, told
from bench.claims.evidence import Evidence
from bench.claims.judging import judge, point

NOTICEABLE = 0.05
SENDS = cells("receivers", "send", receivers=(0,))
QUERY = cells("init", "list()", rows=(10,))
READS = cells("init", "list(), nothing sent", rows=(120,))


def rule(evidence: Evidence) -> Finding:
    points = []
    for send, query in zip(evidence.spots(SENDS), evidence.spots(QUERY), strict=True):
        share = quotient(send.time("send"), query.time("list()"), jointly=False)
        figure = f"a send that nobody hears takes {told(share)} the time of a query of 10 rows"
        points.append(point(send, at_most(share, NOTICEABLE), figure, "one send for a query"))
    for spot in evidence.spots(READS):
        ratio = inverse(spot.ratio("list(), nothing sent", to="list()"))
        figure = f"reading rows takes {told(ratio)} the time with sends that nobody hears"
        points.append(point(spot, at_most(ratio, 1 + NOTICEABLE), figure, "two sends for a row"))
    return judge(points, on="how much else is done for each send")


CLAIM = Claim(
    number=7,
    saying="No listeners “shouldn't degrade performance”",
    source="Suor/django-cacheops#166",
    test=__doc__,
    cells=(SENDS, QUERY, READS),
    rule=rule,
)
