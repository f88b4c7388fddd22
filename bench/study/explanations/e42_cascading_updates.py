"""What SET_NULL changes is updated by the query that would have found it. Until then the rows were read
first, and updated by their primary keys in batches.
"""

from __future__ import annotations

from bench.study.explanation import Explanation
from bench.study.steps import Step


def covers(step: Step) -> bool:
    """A cascade that sets keys to NULL, with fewer queries."""
    fewer = (step.moved("queries") or 0) < 0
    return step.question == "cascade" and "SET_NULL" in step.variant and not step.slower and fewer


EXPLANATION = Explanation(
    release="4.2",
    ticket=33928,
    title="Avoided unnecessary queries when cascade updating",
    files=("django/db/models/deletion.py",),
    text=__doc__,
    covers=covers,
)
