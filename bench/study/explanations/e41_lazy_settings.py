"""settings is a LazyObject, and each look at one of its attributes goes through a Python method since then.
connect() asks for settings.configured and settings.DEBUG, which takes three; a debug page lists all settings,
which takes more than a thousand.
"""

from __future__ import annotations

from bench.study.explanation import Explanation
from bench.study.kinds_of_steps import DISPATCH, calls_more
from bench.study.steps import Step


def covers(step: Step) -> bool:
    """Connecting, or a debug page: slower, with more calls; what only sends looks at no settings."""
    return step.question in DISPATCH and calls_more(step)


EXPLANATION = Explanation(
    release="4.1",
    ticket=28358,
    title="Prevented LazyObject from mimicking nonexistent attributes",
    files=("django/utils/functional.py",),
    text=__doc__,
    covers=covers,
)
