"""The first look of a process at its time zone had pytz open a file for each zone there is, about 600;
zoneinfo opens one. The debug page tells the time, and the first page of a process pays for that look.
"""

from __future__ import annotations

from bench.study.explanation import Explanation
from bench.study.steps import Step


def covers(step: Step) -> bool:
    """A debug page for Django's handlers: faster, though with more calls once all is warm."""
    more = (step.moved("python_calls") or 0) > 0
    return "handlers" in step.variant and not step.slower and more


EXPLANATION = Explanation(
    release="4.0",
    ticket=32365,
    title="Made zoneinfo the default timezone implementation",
    files=("django/utils/timezone.py",),
    text=__doc__,
    covers=covers,
)
