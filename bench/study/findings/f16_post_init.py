"""Reading a row sends pre_init and post_init. One receiver is called for each row, whatever the query was
for.
"""

from __future__ import annotations

from bench.claims.claim import cells
from bench.study.finding import Candidate, Ground

READS = cells("init", "list()", "list(), own receiver", "list(), another model's", rows=(600,))


def rule(ground: Ground) -> str | None:
    (spot,) = ground.spots(READS)
    own = spot.ratio("list(), own receiver", to="list()")
    other = spot.ratio("list(), another model's", to="list()")
    if not (ground.decided(own) and ground.decided(other)):
        return None
    return (
        f"With a `post_init` receiver that does nothing, reading 600 rows {ground.times_as_long(own)}; with "
        f"another model's receiver it {ground.times_as_long(other)}."
    )


CANDIDATE = Candidate(rank=16, title="post_init is paid for by row", why=__doc__, cells=(READS,), rule=rule)
