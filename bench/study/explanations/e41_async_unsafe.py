"""What talks to the database asks first whether an event loop runs, and for an environment variable only if
one does. Before, it asked for the variable each time, in three calls of os.environ.
"""

from __future__ import annotations

from bench.study.explanation import Explanation
from bench.study.kinds_of_steps import calls_fewer
from bench.study.steps import Step


def covers(step: Step) -> bool:
    """Several statements around little else: faster, with fewer calls and the same queries."""
    return step.question in ("login", "m2m") and calls_fewer(step)


EXPLANATION = Explanation(
    release="4.1",
    ticket=None,
    title="Optimized @async_unsafe",
    files=("django/utils/asyncio.py",),
    text=__doc__,
    covers=covers,
)
