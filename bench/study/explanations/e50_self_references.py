"""A DELETE from one table is no longer searched for a subquery on the same table where the database allows
one, and all do but MySQL. A delete that is a single statement does little else in Python; clearing links is
one by foreign key, whose lookup also no longer needs the type of its column, for field_cast_sql().
"""

from __future__ import annotations

from bench.study.explanation import Explanation
from bench.study.kinds_of_steps import calls_fewer
from bench.study.steps import Step


def covers(step: Step) -> bool:
    """Deleting, or clearing links: faster, with fewer calls and the same queries."""
    clearing = step.question == "m2m" and ("operation", "clear") in step.axis
    return (step.question == "delete" or clearing) and calls_fewer(step)


EXPLANATION = Explanation(
    release="5.0",
    ticket=33759,
    title="Avoided unnecessary subquery in QuerySet.delete() with self-referential subqueries if supported",
    files=("django/db/models/sql/compiler.py", "django/db/models/lookups.py"),
    text=__doc__,
    covers=covers,
)
