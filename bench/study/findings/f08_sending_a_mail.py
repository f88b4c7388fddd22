"""6.0 builds messages with Python's modern email API in place of the legacy one. Counted, and timed against
the Django before it.
"""

from __future__ import annotations

from bench import units
from bench.claims.claim import cells
from bench.claims.estimates import told
from bench.model import Verdict
from bench.study.finding import Candidate, Ground, across

RELEASE = (6, 0)
MAILS = cells("welcome-email", "send_mail()")


def rule(ground: Ground) -> str | None:
    sides = ground.sides(RELEASE)
    old, new = (spot for spot in ground.evidence.spots(MAILS, sides))
    ratio = ground.evidence.between(*sides, new.question, "send_mail()", new.axis)
    if not ground.decided(ratio, Verdict.SLOWER):
        return None
    calls = [units.integer(spot.count("python_calls", "send_mail()")) for spot in (old, new)]
    return (
        f"Since Django {sides[1].label}, a registration that sends one mail with `send_mail()`, to Django's "
        f"backend that keeps mails in memory, takes {told(ratio)} as long as in {sides[0].label}: "
        f"{calls[1]} Python calls in place of {calls[0]}. A mail server's own time comes on top."
    )


CANDIDATE = Candidate(
    rank=8,
    title="Sending a mail since 6.0",
    why=__doc__,
    cells=(MAILS,),
    rule=rule,
    about=across(RELEASE),
)
