"""After migrate, permissions are created with one query for the content types of an app where each model
had one. Most of what an idle migrate does is that receiver of post_migrate.
"""

from __future__ import annotations

from bench.study.explanation import Explanation
from bench.study.steps import Step


def covers(step: Step) -> bool:
    """migrate, with fewer queries."""
    return step.question == "migrate" and (step.moved("queries") or 0) < 0


EXPLANATION = Explanation(
    release="5.1",
    ticket=35408,
    title="Optimized post-migrate permission creation",
    files=("django/contrib/auth/management/__init__.py",),
    text=__doc__,
    covers=covers,
)
