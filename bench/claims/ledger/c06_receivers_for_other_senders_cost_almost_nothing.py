"""A receiver for another model, where a model signal remembers each sender's receivers: what does it add to
a save(), and to reading rows, each of which sends two signals?

"Almost no overhead" is at most 5%, the margin of this tool: it holds where the whole interval is below
that.
"""

from __future__ import annotations

from bench.claims.claim import Claim, Finding, cells
from bench.claims.estimates import at_most, told
from bench.claims.evidence import Evidence
from bench.claims.judging import judge, point

ALMOST_NOTHING = 1.05
SAVES = cells("single-save", "another model's", save=("update",))
READS = cells("init", "list(), another model's", rows=(120,))


def rule(evidence: Evidence) -> Finding:
    points = []
    for wanted, variant, without, what in (
        (SAVES, "another model's", "no receivers", "a save()"),
        (READS, "list(), another model's", "list()", "reading rows"),
    ):
        for spot in evidence.spots(wanted):
            ratio = spot.ratio(variant, to=without)
            figure = f"{what} takes {told(ratio)} the time with another model's receivers"
            points.append(point(spot, at_most(ratio, ALMOST_NOTHING), figure, what))
    return judge(points, on="how much else is done for each signal")


CLAIM = Claim(
    number=6,
    saying="Receivers for other senders: “almost no overhead” with a cache",
    source="code.djangoproject.com/ticket/16679",
    test=__doc__,
    cells=(SAVES, READS),
    rule=rule,
)
