"""A module that is imported under two names registers its receiver by connect(), or by @receiver: how often
is it called? And which of the two takes longer?

The first half holds where @receiver leads to fewer calls (counted); the second where it takes less than
1/1.05 of the time of connect(), the whole interval below that.
"""

from __future__ import annotations

from bench.claims.claim import Claim, Finding, cells
from bench.claims.estimates import at_most, told
from bench.claims.evidence import Evidence
from bench.claims.judging import judge, point

NOTICEABLE = 1.05
NAMES = cells("registered-twice", "two names", "two names, @receiver")
CONNECTING = cells("connect", "@receiver", receivers=(10, 100))


def rule(evidence: Evidence) -> Finding:
    points = []
    for spot in evidence.spots(NAMES):
        by_hand, decorated = (spot.count("receiver_calls", variant) for variant in NAMES.variants)
        figure = f"registered twice, called {decorated} times by @receiver and {by_hand} by connect()"
        points.append(point(spot, decorated < by_hand, figure, "duplicates"))
    for spot in evidence.spots(CONNECTING):
        ratio = spot.ratio("@receiver", to="connect()")
        figure = f"@receiver takes {told(ratio)} the time of connect()"
        points.append(point(spot, at_most(ratio, 1 / NOTICEABLE), figure))
    return judge(points, on="what is asked for")


CLAIM = Claim(
    number=8,
    saying="@receiver avoids duplicates; manual connect is slower",
    source="leyaa.ai/codefly/learn/django/part-3/django-receiver-decorator/complexity",
    test=__doc__,
    cells=(NAMES, CONNECTING),
    rule=rule,
)
