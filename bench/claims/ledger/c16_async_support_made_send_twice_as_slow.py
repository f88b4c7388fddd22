"""From the last Django without asynchronous receivers to the first one with them: send() to synchronous
receivers, and a request through WSGI.

The figures are those of a patch that was not merged. They hold where the whole interval reaches 2.05, and
for a request 1.40 (1.47 less the margin of 5%). A send to nobody decides nothing, as it does no work that a
figure for send() could be of, but is told where it was measured. 4.2 and 5.0 are named; 5.1 and 5.2 have the
dispatcher of 5.0.
"""

from __future__ import annotations

import dataclasses
from contextlib import suppress

from bench.claims.claim import Claim, Finding, cells
from bench.claims.estimates import at_least, told
from bench.claims.evidence import Evidence, NoDataError
from bench.claims.judging import judge, point

ASYNC = (5, 0)
NOBODY = cells("receivers", "send", receivers=(0,))
SENDS = cells("receivers", "send", receivers=(1, 10))
REQUESTS = cells("request", "built-in receivers", handler=("WSGI",))


def rule(evidence: Evidence) -> Finding:
    points, to_nobody = [], []
    sides = evidence.across(ASYNC)
    for before, after in zip(sides[::2], sides[1::2], strict=True):
        for wanted, threshold, what in ((REQUESTS, 1.40, "a request"), (SENDS, 2.05, "send()")):
            for spot in evidence.spots(wanted, [after]):
                (variant,) = wanted.variants
                ratio = evidence.between(before, after, spot.question, variant, spot.axis)
                figure = f"{what} takes {told(ratio)} the time it took in {before.label}"
                points.append(point(spot, at_least(ratio, threshold), figure))
        for spot in evidence.spots(NOBODY, [after]):
            with suppress(NoDataError):
                ratio = evidence.between(before, after, spot.question, "send", spot.axis)
                to_nobody.append(f"To nobody it takes {told(ratio)} in {after.label}")
    found = judge(points, on="what is timed")
    return dataclasses.replace(found, reason=". ".join(filter(None, [found.reason, *to_nobody])))


CLAIM = Claim(
    number=16,
    saying="Async support: send 2.05–2.27× slower, WSGI 1.47×",
    source="django/django#13651",
    test=__doc__,
    cells=(SENDS, REQUESTS),
    rule=rule,
    djangos=("4.2", "5.0"),
    choose=lambda evidence: evidence.across(ASYNC),
)
