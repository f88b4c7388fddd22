"""A primary key may have several columns, so that hashing an instance and saving it ask whether all of them
are set. Deleting hashes each row it has collected, and pays for it by row.
"""

from __future__ import annotations

from bench.study.explanation import Explanation
from bench.study.kinds_of_steps import deleting_calls_more

EXPLANATION = Explanation(
    release="5.2",
    ticket=373,
    title="Added support for Composite Primary Keys",
    files=("django/db/models/base.py",),
    text=__doc__,
    covers=deleting_calls_more,
)
