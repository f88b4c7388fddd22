"""disconnect() never took the finalizer of a weak receiver out of its registry: a receiver that lives on
and is connected again and again, as in __init__() or around tests, left one behind each time. Fixed in
6.1.
"""

from __future__ import annotations

from bench import units
from bench.claims.claim import cells
from bench.study.finding import Candidate, Ground, across

RELEASE = (6, 1)
CYCLES = cells("dead-receivers", "connect and disconnect, weak", receivers=(100,))


def rule(ground: Ground) -> str | None:
    sides = ground.sides(RELEASE)
    before, after = (
        spot.count("retained_bytes", "connect and disconnect, weak")
        for spot in ground.evidence.spots(CYCLES, sides)
    )
    if before <= 0 or after >= before:
        return None
    return (
        f"Up to Django {sides[0].label}, connecting and disconnecting 100 weak receivers leaves "
        f"{units.size(before)} behind each time; from {sides[1].label} on {units.size(after)}."
    )


CANDIDATE = Candidate(
    rank=7,
    title="What disconnect() left behind",
    why=__doc__,
    cells=(CYCLES,),
    rule=rule,
    about=across(RELEASE),
)
