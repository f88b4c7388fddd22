"""Messages are built with Python's modern email API in place of the legacy one, which parses and folds each
header. A mail takes more Python calls.
"""

from __future__ import annotations

from bench.study.explanation import Explanation
from bench.study.steps import Step


def covers(step: Step) -> bool:
    """A registration that sends a mail, with more calls than save() alone explains."""
    return step.question == "welcome-email" and step.slower and (step.moved("python_calls") or 0) > 100


EXPLANATION = Explanation(
    release="6.0",
    ticket=35581,
    title="Updated django.core.mail to Python's modern email API",
    files=("django/core/mail/message.py",),
    text=__doc__,
    covers=covers,
)
