"""Whether an instance has its primary key takes one more call for each look, as the database may set it;
and an instance that ends clears its cache of related objects. Deleting hashes each row it has read,
several times.
"""

from __future__ import annotations

from bench.study.explanation import Explanation
from bench.study.kinds_of_steps import deleting_calls_more

EXPLANATION = Explanation(
    release="6.1",
    ticket=None,
    title="Model._is_pk_set() knows DatabaseDefault, and ModelState has a __del__()",
    files=("django/db/models/base.py",),
    text=__doc__,
    covers=deleting_calls_more,
)
