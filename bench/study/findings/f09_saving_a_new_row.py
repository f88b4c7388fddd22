"""6.0 asks each field's pre_save() whether its value is an expression, whose result is read back, and the SQL
compiler asks again for the value itself: a pre_save() that does work does it twice. No signal is the cause.
"""

from __future__ import annotations

from bench import units
from bench.claims.claim import cells
from bench.claims.estimates import told
from bench.model import Verdict
from bench.study.finding import Candidate, Ground, across

RELEASE = (6, 0)
SAVES = cells("single-save", "no receivers", save=("create",))


def rule(ground: Ground) -> str | None:
    sides = ground.sides(RELEASE)
    old, new = (spot for spot in ground.evidence.spots(SAVES, sides))
    ratio = ground.evidence.between(*sides, new.question, "no receivers", new.axis)
    if not ground.decided(ratio, Verdict.SLOWER):
        return None
    calls = [units.integer(spot.count("python_calls", "no receivers")) for spot in (old, new)]
    return (
        f"Since Django {sides[1].label}, `save()` of a new row, without receivers, takes {told(ratio)} "
        f"as long as in {sides[0].label}: {calls[1]} Python calls in place of {calls[0]}."
    )


CANDIDATE = Candidate(
    rank=9,
    title="Saving a new row since 6.0",
    why=__doc__,
    cells=(SAVES,),
    rule=rule,
    about=across(RELEASE),
)
