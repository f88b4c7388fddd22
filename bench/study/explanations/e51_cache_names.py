"""A relation keeps the name under which an instance caches its related object, in place of a method that is
called for each look. Deleting looks at every row's relations.
"""

from __future__ import annotations

from bench.study.explanation import Explanation
from bench.study.kinds_of_steps import HASHING, calls_fewer
from bench.study.steps import Step


def covers(step: Step) -> bool:
    """Deleting, faster, with fewer calls and the same queries."""
    return step.question in HASHING and calls_fewer(step)


EXPLANATION = Explanation(
    release="5.1",
    ticket=35405,
    title="Used @cached_property in FieldCacheMixin",
    files=("django/db/models/fields/mixins.py", "django/db/models/fields/related.py"),
    text=__doc__,
    covers=covers,
)
