"""From the last Django without asynchronous receivers to the first one with them: send() to nobody, which
is what was timed (a bare lambda connected weakly is dead at once), and to one receiver, which was meant.

77.4 to 92.3 ns is 1.19 times; it holds where the whole interval lies within 5% of that, and fails where
none of it does. 5.1 and 5.2 have the dispatcher of 5.0.
"""

from __future__ import annotations

from bench.claims.claim import Claim, Finding, cells
from bench.claims.estimates import told, within
from bench.claims.evidence import Evidence
from bench.claims.judging import judge, point

ASYNC = (5, 0)
CLAIMED = 92.3 / 77.4
NEAR = 1.05
SENDS = cells("receivers", "send", receivers=(0, 1))


def rule(evidence: Evidence) -> Finding:
    points = []
    sides = evidence.across(ASYNC)
    for before, after in zip(sides[::2], sides[1::2], strict=True):
        for spot in evidence.spots(SENDS, [after]):
            ratio = evidence.between(before, after, "receivers", "send", spot.axis)
            holds = within(ratio, CLAIMED / NEAR, CLAIMED * NEAR)
            figure = f"send() takes {told(ratio)} the time it took in {before.label}"
            points.append(point(spot, holds, figure))
    return judge(points, on="whether there is a receiver")


CLAIM = Claim(
    number=17,
    saying="Async support: 77.4→92.3 ns",
    source="django/django#16547",
    test=__doc__,
    cells=(SENDS,),
    rule=rule,
    djangos=("4.2", "5.0"),
    choose=lambda evidence: evidence.across(ASYNC),
)
