"""Each request through the ASGI handler has a thread of its own for what is synchronous, where there was one
for the whole process. It is started with the request, and asgiref starts a second one that waits for its end.
"""

from __future__ import annotations

from bench.study.explanation import Explanation
from bench.study.steps import Step


def covers(step: Step) -> bool:
    """A request, slower and with threads that are started for it."""
    return step.slower and step.question == "request" and (step.moved("threads_started") or 0) > 0


EXPLANATION = Explanation(
    release="4.0",
    ticket=32889,
    title="Added support for context aware sync_to_async",
    files=("django/core/handlers/asgi.py",),
    text=__doc__,
    covers=covers,
)
