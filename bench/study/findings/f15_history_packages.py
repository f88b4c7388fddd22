"""Packages that keep a history write a row for each save, by receivers; a model without them does not."""

from __future__ import annotations

from bench.claims.claim import cells
from bench.claims.estimates import told
from bench.model import Verdict
from bench.study.finding import Candidate, Ground

UPDATES = cells("packages", "bare", "history by hand", "django-simple-history", operation=("update",))


def rule(ground: Ground) -> str | None:
    (spot,) = ground.spots(UPDATES)
    package = spot.ratio("django-simple-history", to="bare")
    by_hand = spot.ratio("history by hand", to="bare")
    if not (ground.decided(package, Verdict.SLOWER) and ground.decided(by_hand)):
        return None
    return (
        f"Updating a row with django-simple-history takes {told(package)} as long; with a receiver that "
        f"writes a history row by hand it {ground.times_as_long(by_hand)}."
    )


CANDIDATE = Candidate(rank=15, title="What keeping a history takes", why=__doc__, cells=(UPDATES,), rule=rule)
