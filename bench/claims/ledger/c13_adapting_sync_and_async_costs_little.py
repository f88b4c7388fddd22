"""A synchronous receiver under asend(), and an asynchronous one under send(): how long does the send take,
as a share of the update of one row, which signals mostly go with?

"A small performance cost" is at most 10% of that save(). Both are times with intervals of their own (90%
together), on the database of the run.
"""

from __future__ import annotations

from bench import units
from bench.claims.claim import Claim, Finding, cells
from bench.claims.estimates import at_most, quotient, told
from bench.claims.evidence import Evidence
from bench.claims.judging import judge, point

SMALL = 0.10
SENDS = cells("async", "asend to sync", "send to async", receivers=(1,), since=(5, 0))
SAVE = cells("single-save", "no receivers", save=("update",), since=(5, 0))


def rule(evidence: Evidence) -> Finding:
    points = []
    for send, save in zip(evidence.spots(SENDS), evidence.spots(SAVE), strict=True):
        for variant in SENDS.variants:
            share = quotient(send.time(variant), save.time("no receivers"), jointly=False)
            figure = (
                f"one send takes {units.time(send.time(variant).value)}, {told(share)} the time of a save()"
            )
            points.append(point(send, at_most(share, SMALL), figure, variant))
    return judge(points, on="which way is crossed")


CLAIM = Claim(
    number=13,
    saying="“small performance cost” of adapting sync and async receivers",
    source="Django docs/topics/signals.txt",
    test=__doc__,
    cells=(SENDS, SAVE),
    rule=rule,
)
