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
from ..inventory import Line
from ..project import ROWS, Cost, Finding, Project, enumerated, model_name, models, severity


class DeafCollector(Collector):
    """Django's own, on a project without receivers."""

    def _has_signal_listeners(self, model: Any) -> bool:
        return False


def findings(project: Project) -> Iterator[Finding]:
    """One for each model with a receiver of its own; those lost to receivers of any sender are told
    together."""
    together: dict[tuple[str, ...], tuple[list[Line], list[str]]] = {}
    for model in filter(has_lost, models()):
        takers = [line for signal in (pre_delete, post_delete) for line in project.listening(signal, model)]
        if any(line.sender is not None for line in takers):
            yield _finding(model_name(model), "", takers)
        else:
            named = tuple(line.receiver.name for line in takers)
            together.setdefault(named, (takers, []))[1].append(model_name(model))
    for named, (takers, names) in together.items():
        yield _finding(enumerated(list(named)), f"{len(names)} models, {enumerated(names)}: ", takers)


def has_lost(model: Any) -> bool:
    """Whether a queryset of the model would be deleted by one statement, were it not for receivers."""
    rows: Any = QuerySet(model=model)
    fast = Collector(using=DEFAULT_DB_ALIAS).can_fast_delete(rows)
    return not fast and DeafCollector(using=DEFAULT_DB_ALIAS).can_fast_delete(rows)


def _finding(subject: str, whose: str, takers: list[Line]) -> Finding:
    named = [f"{line.receiver.name} ({line.signal.rpartition('.')[2]})" for line in takers]
    batches = math.ceil(ROWS / GET_ITERATOR_CHUNK_SIZE)
    calls = ROWS * len(takers)
    return Finding(
        rule="lost-fast-delete",
        severity=min(map(severity, takers), key=("warning", "info").index),
        subject=subject,
        message=f"{whose}delete() of a queryset is no single DELETE, because of {enumerated(named)}. "
        "Django reads every row into memory first, for receivers to see.",
        cost=Cost(
            f"for {ROWS:,} rows, 1 SELECT of all columns and {batches} DELETEs instead of 1 DELETE; {ROWS:,} "
            f"instances in memory; {calls:,} calls, about {{}} of dispatch without what receivers do",
            (calls * timing.call_ns(),),
        ),
        advice="Do the receiver's work once, where the rows are deleted; or use _raw_delete() for rows that "
        "need none of it.",
    )
