"""All three write the same rows in one transaction, and the receiver does no more than the method: what is
left is the way there.
"""

from __future__ import annotations

from bench.claims.claim import cells
from bench.claims.estimates import inverse, told
from bench.model import Verdict
from bench.study.finding import Candidate, Ground

BATCHES = cells(
    "bulk-saves",
    "save()",
    "1 post_save receiver",
    "overridden save()",
    "bulk_create()",
    rows=(1000,),
    commit=("atomic",),
)


def rule(ground: Ground) -> str | None:
    (spot,) = ground.spots(BATCHES)
    signal, method, bulk = (spot.ratio(variant, to="save()") for variant in BATCHES.variants[1:])
    if not (ground.is_narrow(signal) and ground.is_narrow(method) and ground.decided(bulk, Verdict.FASTER)):
        return None
    receiver_is_the_lesser = signal.high - 1 < 1 - bulk.high
    opening = "It is not the signal that makes a loop slow: saving" if receiver_is_the_lesser else "Saving"
    return (
        f"{opening} 1,000 rows with one `post_save` receiver takes {told(signal)} as long as without, with "
        f"an overridden `save()` {told(method)}, and `bulk_create()` is {told(inverse(bulk))} faster."
    )


CANDIDATE = Candidate(
    rank=5, title="Signal, save() or bulk_create()", why=__doc__, cells=(BATCHES,), rule=rule
)
