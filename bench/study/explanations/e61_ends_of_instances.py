"""An instance that ends has its cache of related objects cleared by a method, which makes the cache first
where there is none. Counters stop before what was made ends, and time does not.
"""

from __future__ import annotations

from bench.study.explanation import Explanation
from bench.study.steps import Step


def covers(step: Step) -> bool:
    """Making instances that nobody keeps: slower, with as many calls."""
    makes = step.question == "init" or (step.question == "connect" and step.variant.startswith("Order()"))
    return makes and step.slower and step.moved("python_calls") == 0


EXPLANATION = Explanation(
    release="6.1",
    ticket=None,
    title="ModelState has a __del__()",
    files=("django/db/models/base.py",),
    text=__doc__,
    covers=covers,
)
