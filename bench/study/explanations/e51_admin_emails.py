"""The handler that mails errors to ADMINS returns at once where there are none. Until then it rendered the
whole debug page for each error and threw it away.
"""

from __future__ import annotations

from bench.study.explanation import Explanation
from bench.study.steps import Step


def covers(step: Step) -> bool:
    """Failures that go through Django's own handlers: faster, with fewer calls."""
    if "handlers" not in step.variant and "failing" not in step.variant:
        return False
    return not step.slower and (step.moved("python_calls") or 0) < 0


EXPLANATION = Explanation(
    release="5.1",
    ticket=35364,
    title="Stopped AdminEmailHandler rendering email unnecessarily",
    files=("django/utils/log.py",),
    text=__doc__,
    covers=covers,
)
