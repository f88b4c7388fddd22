"""The database's backend is asked to adapt each integer that goes into a statement, which takes three calls.
Where rows are found again by their keys there is an integer for each row.
"""

from __future__ import annotations

from bench.study.explanation import Explanation
from bench.study.kinds_of_steps import deleting_calls_more

EXPLANATION = Explanation(
    release="4.2",
    ticket=33308,
    title="Added support for psycopg version 3",
    files=("django/db/models/fields/__init__.py", "django/db/backends/base/operations.py"),
    text=__doc__,
    covers=deleting_calls_more,
)
