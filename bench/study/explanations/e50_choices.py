"""A field's choices are a property that brings them into one form, and a migration makes and takes apart
every field. Names of swappable models are looked up anew whenever the registry's caches are cleared.
"""

from __future__ import annotations

from bench.study.explanation import Explanation
from bench.study.kinds_of_steps import calls_more
from bench.study.steps import Step


def covers(step: Step) -> bool:
    """migrate, slower and with more calls."""
    return step.question == "migrate" and calls_more(step)


EXPLANATION = Explanation(
    release="5.0",
    ticket=31262,
    title="Added support for mappings on model fields and ChoiceField's choices",
    files=("django/db/models/fields/__init__.py", "django/utils/choices.py", "django/apps/registry.py"),
    text=__doc__,
    covers=covers,
)
