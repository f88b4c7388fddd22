"""Receivers without a sender, and a class of objects that none of them is about: are they called all the
same, and does that take longer than to have Django filter?

It holds where each is called for the other class, none of those with a sender is (counted), and the send
takes longer by more than 5%, the whole interval beyond that.
"""

from __future__ import annotations

from bench.claims.claim import Claim, Finding, cells
from bench.claims.estimates import at_least, told
from bench.claims.evidence import Evidence
from bench.claims.judging import judge, point

NOTICEABLE = 1.05
MISSES = cells("senders", "senderless, miss", "this sender, miss", receivers=(10, 100), caching=("on",))


def rule(evidence: Evidence) -> Finding:
    points = []
    for spot in evidence.spots(MISSES):
        heard = spot.count("receiver_calls", "senderless, miss")
        filtered = spot.count("receiver_calls", "this sender, miss")
        ratio = spot.ratio("senderless, miss", to="this sender, miss")
        slower = at_least(ratio, NOTICEABLE)
        figure = f"{heard} calls for another class against {filtered}, and {told(ratio)} the time"
        points.append(point(spot, slower if heard > filtered == 0 else False, figure))
    return judge(points, on="the number of receivers")


CLAIM = Claim(
    number=4,
    saying="No sender: “called 10000 times”; cutting 3525→36 signals sped up the site",
    source="guiqinqian.blogspot.com/2015/05/",
    test=__doc__,
    cells=(MISSES,),
    rule=rule,
)
