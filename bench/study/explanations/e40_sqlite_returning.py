"""With SQLite 3.35 or newer each INSERT has a RETURNING clause, whose row is read back into the instance. The
queries are as many as before, each with more calls around it.
"""

from __future__ import annotations

from bench.study.explanation import Explanation
from bench.study.kinds_of_steps import saving_calls_more

EXPLANATION = Explanation(
    release="4.0",
    ticket=None,
    title="SQLite returns columns from INSERT, and bulk_create() sets primary keys there",
    files=("django/db/backends/sqlite3/features.py", "django/db/backends/sqlite3/operations.py"),
    text=__doc__,
    covers=saving_calls_more,
)
