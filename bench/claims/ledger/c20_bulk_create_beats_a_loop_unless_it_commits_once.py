"""Creating 1,000 rows: bulk_create() against save() in a loop that commits each row, and against one that
commits once.

Of 8.65 s, 0.86 s and 0.65 s the first half holds where bulk_create() is at least 12.7 times as fast as the
loop that commits each row (13.3 less 5%), the second where it is at most 1.39 times as fast as one commit
(1.32 and 5%), each with its whole interval. What a commit costs is the database's doing: in memory it costs
nothing.
"""

from __future__ import annotations

import dataclasses

from bench.claims.claim import Claim, ClaimVerdict, Finding, cells
from bench.claims.estimates import at_least, at_most, inverse, told
from bench.claims.evidence import Evidence
from bench.claims.judging import judge, point

NEAR = 1.05
BULK = cells("bulk-saves", "bulk_create()", rows=(1000,), commit=("autocommit", "atomic"))


def rule(evidence: Evidence) -> Finding:
    points = []
    for spot in evidence.spots(BULK):
        faster = inverse(spot.ratio("bulk_create()", to="save()"))
        each_row = dict(spot.axis)["commit"] == "autocommit"
        holds = at_least(faster, 8.65 / 0.65 / NEAR) if each_row else at_most(faster, 0.86 / 0.65 * NEAR)
        what = "a commit for each row" if each_row else "one commit for all"
        figure = f"the loop takes {told(faster)} the time of bulk_create()"
        points.append(point(spot, holds, figure, what))
    found = judge(points, on="what a commit costs")
    if found.verdict is ClaimVerdict.REFUTED:
        databases = ", ".join(dict.fromkeys(each.database for each in evidence.environments))
        reason = f"on {databases}; what a commit costs is the database's doing: see --db sqlite-file"
        return dataclasses.replace(found, reason=reason)
    return found


CLAIM = Claim(
    number=20,
    saying="bulk_create 0.65 s against 8.65 s in a loop; with a manual commit 0.86 s",
    source="sharifulsohel.com/2016/04/20/saving-thousandseven-millions-of-records-in-a-database-through-"
    "django-orm-is-it-really-a-good-idea",
    test=__doc__,
    cells=(BULK,),
    rule=rule,
)
