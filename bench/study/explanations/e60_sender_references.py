"""Each receiver holds a weak reference to its sender, so that a sender that died is not taken for one that
got the same id(). Sending looks at it for each receiver, and connecting makes it.
"""

from __future__ import annotations

from bench.study.explanation import Explanation
from bench.study.kinds_of_steps import dispatch_does_more

EXPLANATION = Explanation(
    release="6.0",
    ticket=35801,
    title="Prevented collision of senders with non-overlapping lifetimes",
    files=("django/dispatch/dispatcher.py",),
    text=__doc__,
    covers=dispatch_does_more,
)
