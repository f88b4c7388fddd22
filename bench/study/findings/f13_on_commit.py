"""A receiver that defers to commit is called all the same, and leaves its work to transaction.on_commit()."""

from __future__ import annotations

from bench.claims.claim import cells
from bench.study.finding import Candidate, Ground

SAVES = cells("on-commit", "inline", "on_commit()", rows=(120,), commit=("atomic",))
UNDONE = cells("on-commit", "inline", "on_commit()", rows=(120,), commit=("rolled back",))


def rule(ground: Ground) -> str | None:
    (spot,), (undone,) = ground.spots(SAVES), ground.spots(UNDONE)
    ratio = spot.ratio("on_commit()", to="inline")
    after = undone.ratio("on_commit()", to="inline")
    if not (ground.decided(ratio) and ground.decided(after)):
        return None
    return (
        "With a receiver's work left to `transaction.on_commit()`, saving 120 rows "
        f"{ground.times_as_long(ratio)} as doing it at once; rolled back, it {ground.times_as_long(after)}."
    )


CANDIDATE = Candidate(rank=13, title="Deferring to commit", why=__doc__, cells=(SAVES, UNDONE), rule=rule)
