"""asend() awaits its synchronous receivers and then runs the asynchronous ones in one asyncio.TaskGroup,
with context variables that they share. Two nested asyncio.gather() are gone, and their Python calls with
them.
"""

from __future__ import annotations

from bench.study.explanation import Explanation
from bench.study.steps import Step


def covers(step: Step) -> bool:
    """Sending to asynchronous receivers, faster; where a thread takes part, calls are not counted."""
    sends = "async" in step.variant or "asend" in step.variant
    return sends and not step.slower and (step.moved("python_calls") or 0) <= 0


EXPLANATION = Explanation(
    release="6.1",
    ticket=36714,
    title="asyncio.TaskGroup in place of asyncio.gather() in Signal.send() and asend()",
    files=("django/dispatch/dispatcher.py",),
    text=__doc__,
    covers=covers,
)
