"""A new row asks each field's pre_save() whether its value is an expression, whose result it reads back, and
the SQL compiler asks pre_save() again for the value itself: fields whose pre_save() does work do it twice.
"""

from __future__ import annotations

from bench.study.explanation import Explanation
from bench.study.steps import Step

SAVES = (
    "bulk-saves", "single-save", "same-work", "on-commit", "packages", "welcome-email", "muting", "loaddata",
    "proxy-and-inheritance",
)  # fmt: skip


def covers(step: Step) -> bool:
    """Saving, with more calls and the same queries."""
    more = (step.moved("python_calls") or 0) > 0 and step.moved("queries") == 0
    return step.slower and step.question in SAVES and more


EXPLANATION = Explanation(
    release="6.0",
    ticket=27222,
    title="Refreshed model field values assigned expressions on save()",
    files=("django/db/models/base.py",),
    text=__doc__,
    covers=covers,
)
