"""Each row that a query reads is given the query's fetch mode, which says how fields that are missing will be
read: no more calls, but more bytecodes a row. A patched 6.1 that leaves that out loses most of the step.
"""

from __future__ import annotations

from bench.study.explanation import Explanation
from bench.study.steps import Step


def covers(step: Step) -> bool:
    """Reading rows: slower, with more bytecodes and no more queries."""
    more = (step.moved("bytecodes") or 0) > 0 and step.moved("queries") == 0
    return step.question == "init" and step.slower and more


EXPLANATION = Explanation(
    release="6.1",
    ticket=28586,
    title="Added model field fetch modes",
    files=("django/db/models/query.py", "django/db/models/base.py"),
    text=__doc__,
    covers=covers,
)
