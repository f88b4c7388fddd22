"""A weak reference to a receiver has a callback where each receiver had a weakref.finalize() in a registry.
Connecting and dying take fewer Python calls, and disconnecting leaves nothing behind.
"""

from __future__ import annotations

from bench.study.explanation import Explanation
from bench.study.steps import Step

CONNECTING = ("connect", "references", "dead-receivers", "registered-twice", "sender-cache", "muting")


def covers(step: Step) -> bool:
    """Connecting or dying, with fewer calls."""
    return not step.slower and step.question in CONNECTING and (step.moved("python_calls") or 0) < 0


EXPLANATION = Explanation(
    release="6.1",
    ticket=36939,
    title="Avoided weakref.finalize in Signal.connect()",
    files=("django/dispatch/dispatcher.py",),
    text=__doc__,
    covers=covers,
)
