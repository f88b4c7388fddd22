"""Since 5.0 receivers can be asynchronous: send() sorts live receivers into two lists, and it has variables
that nested functions share, which CPython allocates before the first line runs, for a signal nobody
listens to as well.
"""

from __future__ import annotations

from bench.claims.claim import cells
from bench.claims.estimates import told
from bench.model import Verdict
from bench.study.finding import Candidate, Ground, across

RELEASE = (5, 0)
SENDS = cells("receivers", "send", receivers=(0, 1, 10))


def rule(ground: Ground) -> str | None:
    before, after = ground.sides(RELEASE)
    nobody, one, ten = (
        ground.evidence.between(before, after, spot.question, "send", spot.axis)
        for spot in ground.evidence.spots(SENDS, [after])
    )
    if not (ground.decided(one, Verdict.SLOWER) and ground.decided(nobody, Verdict.SLOWER)):
        return None
    with_ten = f", with ten {told(ten)}" if ground.decided(ten) else ""
    return (
        f"Django {after.label} made `Signal.send()` slower: with one receiver it takes {told(one)} as long "
        f"as in {before.label}{with_ten}, and to nobody {told(nobody)}."
    )


CANDIDATE = Candidate(
    rank=1,
    title="The step of send() at 5.0",
    why=__doc__,
    cells=(SENDS,),
    rule=rule,
    about=across(RELEASE),
)
