"""Receivers of request_started and request_finished run for every request: ten more of each do nothing."""

from __future__ import annotations

from bench.claims.claim import cells
from bench.study.finding import Candidate, Ground

REQUESTS = cells("request", "built-in receivers", "10 more receivers", handler=("WSGI",))


def rule(ground: Ground) -> str | None:
    (spot,) = ground.spots(REQUESTS)
    ratio = spot.ratio("10 more receivers", to="built-in receivers")
    if not ground.decided(ratio):
        return None
    return (
        "With ten more receivers on each of `request_started` and `request_finished`, a small request over "
        f"WSGI {ground.times_as_long(ratio)}."
    )


CANDIDATE = Candidate(rank=14, title="Receivers for every request", why=__doc__, cells=(REQUESTS,), rule=rule)
