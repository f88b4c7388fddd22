"""A new row asks each field's pre_save() whether its value is an expression, whose result it reads back. The
SQL compiler asks pre_save() again for the value itself: fields whose pre_save() does work do it twice.
"""

from __future__ import annotations

from bench.study.explanation import Explanation
from bench.study.kinds_of_steps import saving_calls_more

EXPLANATION = Explanation(
    release="6.0",
    ticket=27222,
    title="Refreshed model field values assigned expressions on save()",
    files=("django/db/models/base.py",),
    text=__doc__,
    covers=saving_calls_more,
)
