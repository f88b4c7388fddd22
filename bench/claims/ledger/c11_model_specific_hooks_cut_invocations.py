"""Receivers with a sender against receivers without one: how many calls does a send save, by a class that
they are about and by another?

If it saves none of the first and all of the second, then what it saves is the share of sends by other
classes, whatever that is: 30 to 50% depends on it. Counted, so there is no interval.
"""

from __future__ import annotations

from bench import units
from bench.claims.claim import Claim, ClaimVerdict, Finding, cells
from bench.claims.evidence import Evidence
from bench.claims.judging import judge, point

LEAST, MOST = 0.30, 0.50
SENDS = cells(
    "senders",
    "this sender, hit",
    "senderless, hit",
    "this sender, miss",
    "senderless, miss",
    receivers=(10,),
    caching=("on",),
)


def rule(evidence: Evidence) -> Finding:
    points, cuts = [], []
    for spot in evidence.spots(SENDS):
        for kind in ("hit", "miss"):
            cut = 1 - (
                spot.count("receiver_calls", f"this sender, {kind}")
                / spot.count("receiver_calls", f"senderless, {kind}")
            )
            cuts.append(cut)
            points.append(point(spot, LEAST <= cut <= MOST, f"{units.share(cut)} of calls cut", f"a {kind}"))
    if min(cuts) < LEAST and max(cuts) > MOST:
        return Finding(
            verdict=ClaimVerdict.DEPENDS,
            figure=f"{units.share(min(cuts))} of the calls cut for the receivers' own sender, "
            f"{units.share(max(cuts))} for another",
            reason="on the share of sends that come from other models: so many calls are saved",
        )
    return judge(points, on="the sender")


CLAIM = Claim(
    number=11,
    saying="Model-specific hooks cut invocations “30–50%”",
    source="moldstud.com/articles/p-maximize-django-performance-smart-use-of-signals-without-compromises",
    test=__doc__,
    cells=(SENDS,),
    rule=rule,
)
