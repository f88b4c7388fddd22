"""Receivers can be asynchronous: send() takes live receivers in two lists, one for each kind, and its
nested asend() makes variables of it that CPython allocates on entry. connect() asks whether the receiver
is a coroutine function.
"""

from __future__ import annotations

from bench.study.explanation import Explanation
from bench.study.kinds_of_steps import dispatch_does_more

EXPLANATION = Explanation(
    release="5.0",
    ticket=32172,
    title="Adapted signals to allow async handlers",
    files=("django/dispatch/dispatcher.py",),
    text=__doc__,
    covers=dispatch_does_more,
)
