"""bulk_create() opens a transaction only where some rows have a primary key and some have none. Outside of
one it is one statement in place of three.
"""

from __future__ import annotations

from bench.study.explanation import Explanation
from bench.study.steps import Step


def covers(step: Step) -> bool:
    """bulk_create() without BEGIN and COMMIT."""
    return "bulk_create" in step.variant and not step.slower and (step.moved("queries") or 0) < 0


EXPLANATION = Explanation(
    release="6.0",
    ticket=36490,
    title="Avoided unnecessary transaction creation in bulk_create",
    files=("django/db/models/query.py",),
    text=__doc__,
    covers=covers,
)
