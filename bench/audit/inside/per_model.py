"""What one save(), one delete() and one queryset of 1,000 rows of each model sends, and to whom."""

from __future__ import annotations

from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import CASCADE, signals
from django.db.models.deletion import Collector, get_candidate_relations_to_delete
from django.db.models.query import QuerySet

from .project import ROWS, Project, model_name, models


def per_model(project: Project) -> list[dict[str, Any]]:
    """One entry per model; Django's own ones for many-to-many fields send nothing when saved or deleted."""
    return [_entry(project, model) for model in models() if not model._meta.auto_created]


def _entry(project: Project, model: Any) -> dict[str, Any]:
    fast = Collector(using=DEFAULT_DB_ALIAS).can_fast_delete(model)
    deleting = [] if fast else [model, *_parents(model)]
    reached = {} if fast else {one: None for origin in deleting for one in _collected(origin, set())}
    return {
        "model": model_name(model),
        "app": model._meta.app_label,
        "save": _sends(project, [model], ("pre_save", "post_save"), 1),
        "delete": _sends(project, deleting, ("pre_delete", "post_delete"), 1),
        "fast_delete": Collector(using=DEFAULT_DB_ALIAS).can_fast_delete(QuerySet(model=model)),
        "delete_reaches": [model_name(other) for other in reached if other not in deleting],
        "read": _sends(project, [model], ("pre_init", "post_init"), ROWS),
    }


def _sends(project: Project, senders: list[Any], names: tuple[str, ...], times: int) -> list[dict[str, Any]]:
    return [
        {
            "signal": f"{signals.__name__}.{name}",
            "sender": model_name(sender),
            "sends": times,
            "receivers": [line.receiver.name for line in project.listening(getattr(signals, name), sender)],
        }
        for sender in senders
        for name in names
    ]


def _parents(model: Any) -> list[Any]:
    """Multi-table parents, whose rows are deleted with it and of which each sends signals of its own."""
    return list(model._meta.concrete_model._meta.parents)


def _collected(model: Any, seen: set[Any]) -> list[Any]:
    """The models of which Django would read the rows that point here, and send signals for each."""
    found: list[Any] = []
    seen.add(model)
    relation: Any
    for relation in get_candidate_relations_to_delete(model._meta):
        child = relation.related_model
        if relation.field.remote_field.on_delete is not CASCADE or child in seen or child._meta.auto_created:
            continue
        rows: Any = QuerySet(model=child)
        if not Collector(using=DEFAULT_DB_ALIAS).can_fast_delete(rows, from_field=relation.field):
            found += [child, *_collected(child, seen)]
    return found
