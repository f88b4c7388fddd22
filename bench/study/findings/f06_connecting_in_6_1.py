"""Up to 6.0 a weakly held receiver got a weakref.finalize() of its own, kept in a registry for as long as the
receiver lives. 6.1 gives the weak reference a callback instead.
"""

from __future__ import annotations

from bench.claims.claim import cells
from bench.claims.estimates import inverse, told
from bench.model import Verdict
from bench.study.finding import Candidate, Ground, across

RELEASE = (6, 1)
CONNECTS = cells("references", "weak function", receivers=(10,), operation=("connect",))
DEATHS = cells("dead-receivers", "death, connected", receivers=(10,))


def rule(ground: Ground) -> str | None:
    before, after = ground.sides(RELEASE)
    (connect,) = ground.evidence.spots(CONNECTS, [after])
    (death,) = ground.evidence.spots(DEATHS, [after])
    connecting = ground.evidence.between(before, after, connect.question, "weak function", connect.axis)
    dying = ground.evidence.between(before, after, death.question, "death, connected", death.axis)
    if not (ground.decided(connecting, Verdict.FASTER) and ground.decided(dying, Verdict.FASTER)):
        return None
    return (
        f"Connecting ten receivers, held weakly, is {told(inverse(connecting))} faster in Django "
        f"{after.label} than in {before.label}, and their death is {told(inverse(dying))} faster."
    )


CANDIDATE = Candidate(
    rank=6,
    title="Connecting and dead receivers in 6.1",
    why=__doc__,
    cells=(CONNECTS, DEATHS),
    rule=rule,
    about=across(RELEASE),
)
