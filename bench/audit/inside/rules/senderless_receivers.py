"""A receiver without a sender is called for every model, and takes Django's short cuts away from all of them.

Before:

    @receiver(m2m_changed)
    def reindex(sender, instance, **kwargs):
        if sender is Article.tags.through: ...

After:

    @receiver(m2m_changed, sender=Article.tags.through)
    def reindex(sender, instance, **kwargs): ...

https://docs.djangoproject.com/en/stable/topics/signals/#connecting-to-signals-sent-by-specific-senders
"""

from __future__ import annotations

from collections import Counter
from typing import Any, Iterator

from django.db.models import ManyToManyField
from django.db.models.signals import m2m_changed, post_delete, post_init, pre_delete, pre_init

from .. import timing
from ..inventory import Line
from ..project import ROWS, Cost, Finding, Project, enumerated, model_name, models, severity
from .lost_fast_delete import has_lost


def findings(project: Project) -> Iterator[Finding]:
    """One for each receiver and kind of signal."""
    kinds = (
        ((pre_init, post_init), _on_init),
        ((pre_delete, post_delete), _on_delete),
        ((m2m_changed,), _on_m2m),
    )
    for signals, describe in kinds:
        by_receiver: dict[str, list[Line]] = {}
        for line in project.on(*signals):
            if line.registration.any_sender:
                by_receiver.setdefault(line.receiver.name, []).append(line)
        for name, lines in by_receiver.items():
            listening = Counter(line.signal.rpartition(".")[2] for line in lines)
            message, cost = describe(*listening.values())
            yield Finding(
                rule="senderless-receiver",
                severity=severity(lines[0]),
                subject=name,
                message=f"Is connected to {' and '.join(listening)} without a sender. {message}",
                cost=cost,
                advice="Connect it once for each model that it is about, with sender=.",
            )


def _on_init(*listening: int) -> tuple[str, Cost]:
    return "It is called whenever an instance of any model is made, for each row that is read.", Cost(
        f"about {{}} of dispatch for every {ROWS:,} instances of any model, without what it does",
        (timing.added(*listening).of(ROWS),),
    )


def _on_delete(*_: int) -> tuple[str, Cost]:
    lost = [model_name(model) for model in models() if has_lost(model)]
    return (
        "Models are no longer deleted by a single DELETE, the hidden ones of many-to-many fields included, "
        "for which it is not even called.",
        Cost(f"{len(lost)} models have lost that: {enumerated(lost)}"),
    )


def _on_m2m(number: int) -> tuple[str, Cost]:
    relations = [
        f"{model_name(model)}.{field.name}"
        for model in models()
        if not model._meta.proxy
        for field in model._meta.local_many_to_many
        if isinstance(field, ManyToManyField) and _adds_by_itself(field)
    ]
    return (
        "add() and set() of every many-to-many field ask for the rows that are there first, and send twice.",
        Cost(
            "one more SELECT for each add(), and about {} of dispatch for each change, on "
            f"{len(relations)} many-to-many fields: {enumerated(relations)}",
            (timing.sent(number, number),),
        ),
    )


def _adds_by_itself(field: Any) -> bool:
    """Without a through model of the project's own, for which add() asks first in any case."""
    return bool(field.remote_field.through._meta.auto_created)
