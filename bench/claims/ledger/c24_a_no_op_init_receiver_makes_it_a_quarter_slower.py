"""Reading rows with a post_init receiver that does nothing, and without.

The saying is of such a receiver wrapped by an agent that records each call, which no cell does. Where the
receiver alone takes 25% (less 5%) it holds whatever the agent adds; where it takes less, the rest would be
the agent's, and that cannot be told from here.
"""

from __future__ import annotations

from bench.claims.claim import Claim, ClaimVerdict, Finding, cells
from bench.claims.estimates import at_least, told
from bench.claims.evidence import Evidence
from bench.claims.judging import judge, point

A_QUARTER = 1.25 / 1.05
READS = cells("init", "list(), own receiver", rows=(120,))


def rule(evidence: Evidence) -> Finding:
    points = []
    for spot in evidence.spots(READS):
        ratio = spot.ratio("list(), own receiver", to="list()")
        figure = f"reading rows takes {told(ratio)} the time with the receiver alone"
        points.append(point(spot, at_least(ratio, A_QUARTER), figure))
    found = judge(points, on="the Django")
    if found.verdict is ClaimVerdict.REFUTED:
        return Finding(
            verdict=ClaimVerdict.NOT_TESTABLE,
            figure=found.figure,
            reason="the receiver alone takes less; what an agent adds that records each call is not measured",
        )
    return found


CLAIM = Claim(
    number=24,
    saying="No-op init receiver and instrumentation: ~25% slower",
    source="getsentry/sentry-python#1826",
    test=__doc__,
    cells=(READS,),
    rule=rule,
)
