"""On SQLite, the number of variables in a statement is what the library allows and not 999. What is sent in
batches needs fewer of them.
"""

from __future__ import annotations

from bench.study.explanation import Explanation
from bench.study.steps import Step


def covers(step: Step) -> bool:
    """The same rows in fewer statements, on SQLite."""
    on_sqlite = step.after.database.startswith("SQLite")
    return on_sqlite and not step.slower and (step.moved("queries") or 0) < 0


EXPLANATION = Explanation(
    release="6.0",
    ticket=36143,
    title="Made max_query_params respect SQLITE_LIMIT_VARIABLE_NUMBER",
    files=("django/db/backends/sqlite3/features.py", "django/db/backends/sqlite3/operations.py"),
    text=__doc__,
    covers=covers,
)
