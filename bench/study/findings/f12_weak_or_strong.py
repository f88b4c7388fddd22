"""A weak reference is looked up on each send; weak=False saves that and keeps the receiver alive."""

from __future__ import annotations

from bench.claims.claim import cells
from bench.study.finding import Candidate, Ground

SENDS = cells("references", "strong function", "weak function", receivers=(100,), operation=("dispatch",))
CONNECTS = cells("references", "strong function", "weak function", receivers=(100,), operation=("connect",))


def rule(ground: Ground) -> str | None:
    (send,), (connect,) = ground.spots(SENDS), ground.spots(CONNECTS)
    sending = send.ratio("weak function", to="strong function")
    connecting = connect.ratio("weak function", to="strong function")
    if not (ground.decided(sending) and ground.decided(connecting)):
        return None
    return (
        f"Sending to 100 weakly held functions {ground.times_as_long(sending)} as with `weak=False`; "
        f"connecting them {ground.times_as_long(connecting)}."
    )


CANDIDATE = Candidate(
    rank=12, title="Weak or strong references", why=__doc__, cells=(SENDS, CONNECTS), rule=rule
)
