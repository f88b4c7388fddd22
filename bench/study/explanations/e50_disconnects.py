"""The ASGI handler makes the response in one task and waits in another for the client to leave, which it then
cancels. The event loop has more to do for each request.
"""

from __future__ import annotations

from bench.study.explanation import Explanation
from bench.study.steps import Step


def covers(step: Step) -> bool:
    """A request through the ASGI handler, slower."""
    return step.slower and step.question == "request" and ("handler", "ASGI") in step.axis


EXPLANATION = Explanation(
    release="5.0",
    ticket=33738,
    title="Allowed handling ASGI http.disconnects in long-lived requests",
    files=("django/core/handlers/asgi.py",),
    text=__doc__,
    covers=covers,
)
