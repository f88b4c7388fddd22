"""save() looks at the value of each field for an expression, whose result it reads back. Each save() makes
more Python calls for that, whether there is an expression or not.
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
