"""Receivers can be asynchronous: send() takes live receivers in two lists, one for each kind, and its
nested asend() makes variables of it that CPython allocates on entry. connect() asks whether the receiver
is a coroutine function.
"""

from __future__ import annotations

from bench.study.explanation import Explanation
from bench.study.kinds_of_steps import dispatch_does_more
from bench.study.steps import Step


def covers(step: Step) -> bool:
    """The dispatcher itself; sends from threads, which are not counted; and what migrate sends to nobody."""
    to_nobody = (step.question, step.variant) == ("migrate", "signals alone, no receiver")
    return dispatch_does_more(step) or (step.slower and (step.question == "threads" or to_nobody))


EXPLANATION = Explanation(
    release="5.0",
    ticket=32172,
    title="Adapted signals to allow async handlers",
    files=("django/dispatch/dispatcher.py",),
    text=__doc__,
    covers=covers,
)
