"""Deleting what a query finds, with a post_delete receiver and without.

It holds where the receiver turns one statement on rows into several (counted; what begins and ends a
transaction is none) and the delete takes at least twice as long: "a lot faster" is no less, and the whole
interval has to lie beyond that.
"""

from __future__ import annotations

from bench.claims.claim import Claim, Finding, cells
from bench.claims.estimates import at_least, told
from bench.claims.evidence import Evidence, NoDataError, Spot
from bench.claims.judging import judge, point
from bench.model import TRANSACTION

A_LOT = 2.0
DELETES = cells("delete", "no receiver", "post_delete receiver", rows=(120, 600))


def rule(evidence: Evidence) -> Finding:
    points = []
    for spot in evidence.spots(DELETES):
        fast, slow = (_statements(spot, variant) for variant in DELETES.variants)
        ratio = spot.ratio("post_delete receiver", to="no receiver")
        figure = f"a post_delete receiver makes {slow} statements of {fast}, and {told(ratio)} the time"
        points.append(point(spot, at_least(ratio, A_LOT) if slow > fast else False, figure))
    return judge(points, on="the rows")


def _statements(spot: Spot, variant: str) -> int:
    """How many there are besides those that begin and end a transaction."""
    kinds = dict(spot.cell(variant).counters.statements)
    if not kinds:
        raise NoDataError(f"the statements of {spot.question}/{variant} were not counted by kind")
    return spot.count("queries", variant) - sum(kinds.get(kind, 0) for kind in TRANSACTION)


CLAIM = Claim(
    number=23,
    saying="A delete receiver loses the “a lot faster” path",
    source="etianen/django-reversion#709",
    test=__doc__,
    cells=(DELETES,),
    rule=rule,
)
