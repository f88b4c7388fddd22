"""Without receivers, QuerySet.delete() is one DELETE. A receiver of pre_delete or post_delete for the
model, or one without a sender anywhere in the project, makes Django read every row and delete them in
batches.
"""

from __future__ import annotations

from bench.claims.claim import cells
from bench.claims.estimates import told
from bench.model import Verdict
from bench.study.finding import Candidate, Ground, statements

DELETES = cells("delete", "no receiver", "post_delete receiver", "senderless receiver", rows=(600,))


def rule(ground: Ground) -> str | None:
    (spot,) = ground.spots(DELETES)
    own = spot.ratio("post_delete receiver", to="no receiver")
    senderless = spot.ratio("senderless receiver", to="no receiver")
    if not ground.decided(own, Verdict.SLOWER):
        return None
    third = (
        f"; one without a sender, in any app, does the same ({told(senderless)})"
        if ground.decided(senderless, Verdict.SLOWER)
        else ""
    )
    return (
        "A `post_delete` receiver turns a `QuerySet.delete()` of 600 rows from "
        f"{statements(spot, 'no receiver')} into {statements(spot, 'post_delete receiver')}, and makes it "
        f"take {told(own)} as long{third}."
    )


CANDIDATE = Candidate(
    rank=2, title="A delete receiver loses the single DELETE", why=__doc__, cells=(DELETES,), rule=rule
)
