"""Bytes that stay after a receiver was connected weakly and disconnected, beyond those of a strong one; and
an instance whose __init__() connects, as the mixin's does.

The first half holds where bytes stay (counted, for receivers that live on), the second where such an
instance takes at least 13 times as long (10.03 s to 0.77 s), the whole interval beyond that.
"""

from __future__ import annotations

from bench import units
from bench.claims.claim import Claim, Finding, cells
from bench.claims.estimates import at_least, told
from bench.claims.evidence import Evidence
from bench.claims.judging import judge, point

NO_FINALIZERS = (6, 1)
SLOWER = 10.03 / 0.77
STRONG, WEAK = "connect and disconnect, strong", "connect and disconnect, weak"
CONNECTED = cells("dead-receivers", STRONG, WEAK, receivers=(10,))
INSTANCES = cells("connect", "Order(), connect() in __init__", receivers=(1,))


def rule(evidence: Evidence) -> Finding:
    points = []
    sides = evidence.across(NO_FINALIZERS)
    for spot in evidence.spots(INSTANCES, sides):
        ratio = spot.ratio("Order(), connect() in __init__", to="Order()")
        figure = f"an instance that connects takes {told(ratio)} the time"
        points.append(point(spot, at_least(ratio, SLOWER), figure, "the time of an instance"))
    for spot in reversed(list(evidence.spots(CONNECTED, sides))):
        kept = spot.count("retained_bytes", WEAK) - spot.count("retained_bytes", STRONG)
        figure = f"10 weak receivers that came and went leave {units.size(kept)}"
        points.append(point(spot, kept > 0, figure, "what stays of a receiver"))
    return judge(points, on="the Django (6.1 has no finalizers) and what is asked for")


CLAIM = Claim(
    number=18,
    saying="Weak receivers fill the finalize registry; 0.77→10.03 s with a mixin",
    source="romgar/django-dirtyfields#111",
    test=__doc__,
    cells=(CONNECTED, INSTANCES),
    rule=rule,
    djangos=("6.0", "6.1"),
    choose=lambda evidence: evidence.across(NO_FINALIZERS),
)
