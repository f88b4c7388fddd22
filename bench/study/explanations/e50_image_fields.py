"""An ImageField without width and height fields no longer connects a receiver to post_init. Reading its
model's rows has no receiver to call then.
"""

from __future__ import annotations

from bench.study.explanation import Explanation
from bench.study.steps import Step


def covers(step: Step) -> bool:
    """Reading rows of a model that has such a field, with fewer calls."""
    return step.question == "init" and "ImageField" in step.variant and (step.moved("python_calls") or 0) < 0


EXPLANATION = Explanation(
    release="5.0",
    ticket=34517,
    title="Avoided connection post_init signal to ImageField without width/height fields",
    files=("django/db/models/fields/files.py",),
    text=__doc__,
    covers=covers,
)
