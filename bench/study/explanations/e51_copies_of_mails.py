"""The backend that keeps mails in memory puts a deep copy of each into its outbox. It is a backend for tests,
and what a mail server gets is not copied.
"""

from __future__ import annotations

from bench.study.explanation import Explanation
from bench.study.kinds_of_steps import calls_more
from bench.study.steps import Step


def covers(step: Step) -> bool:
    """A registration whose mail stays in memory, slower and with more calls."""
    in_memory = "SMTP" not in step.variant and step.variant != "no mail"
    return step.question == "welcome-email" and in_memory and calls_more(step)


EXPLANATION = Explanation(
    release="5.1",
    ticket=34904,
    title="Prevented mutating sent emails from outbox in locmem email backend",
    files=("django/core/mail/backends/locmem.py",),
    text=__doc__,
    covers=covers,
)
