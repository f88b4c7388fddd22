"""Bytes that stay after a receiver was connected weakly and disconnected, beyond those of a strong one, in
a Django that is older than the fix (6.0).

What is there before the fix, the fix has not introduced. Counted, so there is no interval.
"""

from __future__ import annotations

from collections.abc import Sequence

from bench import units
from bench.claims.claim import Claim, Finding, cells
from bench.claims.evidence import Evidence, NoDataError, django_version
from bench.claims.judging import judge, point
from bench.model import Environment

FIX = (6, 0)
STRONG, WEAK = "connect and disconnect, strong", "connect and disconnect, weak"
CONNECTED = cells("dead-receivers", STRONG, WEAK, receivers=(10,))


def before_the_fix(evidence: Evidence) -> Sequence[Environment]:
    older = [each for each in evidence.environments if django_version(each) < FIX]
    if not older:
        raise NoDataError("it takes a Django before 6.0, which has the fix")
    return older


def rule(evidence: Evidence) -> Finding:
    points = []
    for spot in reversed(list(evidence.spots(CONNECTED, before_the_fix(evidence)))):
        kept = spot.count("retained_bytes", WEAK) - spot.count("retained_bytes", STRONG)
        figure = f"before the fix, 10 weak receivers that came and went leave {units.size(kept)}"
        points.append(point(spot, kept <= 0, figure, ""))
    return judge(points, on="the Django")


CLAIM = Claim(
    number=19,
    saying="The fix of Trac #35801 “introduced” weakref.finalize; 76 MB leak",
    source="codelayers.ai/blog/blast-radius-django-signal-memory-leak",
    test=__doc__,
    cells=(CONNECTED,),
    rule=rule,
    djangos=("5.2",),
    choose=before_the_fix,
)
