"""The table between two models is a model too, which nobody names as a sender. A receiver of pre_delete or
post_delete without a sender is one of its receivers, so unlinking reads every link before it deletes it.
"""

from __future__ import annotations

from bench.claims.claim import cells
from bench.claims.estimates import told
from bench.model import Verdict
from bench.study.finding import Candidate, Ground, statements

CLEARS = cells("m2m", "no receivers", "senderless post_delete", operation=("clear",), tags=(600,))


def rule(ground: Ground) -> str | None:
    (spot,) = ground.spots(CLEARS)
    ratio = spot.ratio("senderless post_delete", to="no receivers")
    if not ground.decided(ratio, Verdict.SLOWER):
        return None
    alone, with_it = (statements(spot, variant) for variant in CLEARS.variants)
    return (
        "A `pre_delete` or `post_delete` receiver without a sender also hits the tables between many-to-many "
        f"models: `clear()` of 600 links goes from {alone} to {with_it}, and takes {told(ratio)} as long."
    )


CANDIDATE = Candidate(
    rank=3,
    title="A senderless delete receiver slows many-to-many",
    why=__doc__,
    cells=(CLEARS,),
    rule=rule,
)
