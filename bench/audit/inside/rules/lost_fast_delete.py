"""A receiver of pre_delete or post_delete makes Django load every row that it deletes.

Before:

    @receiver(post_delete, sender=LogLine)
    def forget(sender, instance, **kwargs):
        cache.delete("newest")

After, where the rows need no work of their own:

    def delete_old(before):
        LogLine.objects.filter(at__lt=before).delete()  # one DELETE
        cache.delete("newest")

https://docs.djangoproject.com/en/stable/ref/models/querysets/#delete
"""

from __future__ import annotations

import math
from typing import Any, Iterator

from django.db import DEFAULT_DB_ALIAS
from django.db.models.deletion import Collector
from django.db.models.query import QuerySet
from django.db.models.signals import post_delete, pre_delete
from django.db.models.sql.constants import GET_ITERATOR_CHUNK_SIZE

from .. import timing
from ..project import ROWS, Cost, Finding, Project, enumerated, model_name, models, severity

STATEMENTS = (
    f"for {ROWS:,} rows, 1 SELECT of all columns and {math.ceil(ROWS / GET_ITERATOR_CHUNK_SIZE)} DELETEs "
    f"instead of 1 DELETE; {ROWS:,} instances in memory"
)


class DeafCollector(Collector):
    """Django's own, on a project without receivers."""

    def _has_signal_listeners(self, model: Any) -> bool:
        return False


def findings(project: Project) -> Iterator[Finding]:
    """One for each model; those lost to the same receivers read the same."""
    for model in filter(has_lost, models()):
        listening = [project.listening(signal, model) for signal in (pre_delete, post_delete)]
        takers = [line for lines in listening for line in lines]
        named = [f"{line.receiver.name} ({line.signal.rpartition('.')[2]})" for line in takers]
        tell = _of_hidden if model._meta.auto_created else _of_visible
        message, cost = tell(enumerated(named), *map(len, listening))
        yield Finding(
            rule="lost-fast-delete",
            severity=min(map(severity, takers), key=("warning", "info").index),
            subject=model_name(model),
            message=message,
            cost=cost,
            advice="Do the receiver's work once, where the rows are deleted; or use _raw_delete() for rows "
            "that need none of it.",
        )


def has_lost(model: Any) -> bool:
    """Whether a queryset of the model would be deleted by one statement, were it not for receivers."""
    rows: Any = QuerySet(model=model)
    fast = Collector(using=DEFAULT_DB_ALIAS).can_fast_delete(rows)
    return not fast and DeafCollector(using=DEFAULT_DB_ALIAS).can_fast_delete(rows)


def _of_visible(named: str, *listening: int) -> tuple[str, Cost]:
    return (
        f"delete() of a queryset is no single DELETE, because of {named}. Django reads every row into memory "
        "first, for receivers to see.",
        Cost(
            f"{STATEMENTS}; {ROWS * sum(listening):,} calls, about {{}} of dispatch without what receivers "
            "do",
            (timing.sent(*listening).of(ROWS),),
        ),
    )


def _of_hidden(named: str, *_: int) -> tuple[str, Cost]:
    """Of the table that Django makes for a many-to-many field, for whose rows it sends no signal of deletion:
    https://docs.djangoproject.com/en/stable/ref/signals/#m2m-changed"""
    return (
        "remove(), clear() and set() of the many-to-many field, and deletes of either side, read the rows "
        f"of this hidden table into memory before they delete them, because of {named}, which Django never "
        "calls for them.",
        Cost(f"{STATEMENTS}; no call"),
    )
