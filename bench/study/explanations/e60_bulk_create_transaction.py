"""bulk_create() opens a transaction only where some rows have a primary key and some have none. Outside of
one it is one statement in place of three.
"""

from __future__ import annotations

from bench.study.explanation import Explanation
from bench.study.steps import Step


def covers(step: Step) -> bool:
    """bulk_create() without BEGIN and COMMIT; inside a transaction it had none to open."""
    outside = ("commit", "atomic") not in step.axis
    fewer = (step.moved("queries") or 0) < 0
    return "bulk_create" in step.variant and outside and not step.slower and fewer


EXPLANATION = Explanation(
    release="6.0",
    ticket=36490,
    title="Avoided unnecessary transaction creation in bulk_create",
    files=("django/db/models/query.py",),
    text=__doc__,
    covers=covers,
)
