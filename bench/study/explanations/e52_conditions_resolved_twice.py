"""Each WHEN of a CASE that is saved resolves its condition twice: as part of what is saved, and since 5.2.4
again as the filter that it is. bulk_update() has a WHEN for each row and field.
"""

from __future__ import annotations

from bench.study.explanation import Explanation
from bench.study.kinds_of_steps import calls_more
from bench.study.steps import Step


def covers(step: Step) -> bool:
    """bulk_update(), slower and with more calls."""
    return "bulk_update" in step.variant and calls_more(step) and not step.moved("queries")


EXPLANATION = Explanation(
    release="5.2",
    ticket=36453,
    title="Made When.condition resolve with for_save=False",
    files=("django/db/models/expressions.py",),
    text=__doc__,
    covers=covers,
)
