"""Operations on many rows that send no signals for them, and the receivers that are passed over."""

from __future__ import annotations

import functools
import threading
import types
from typing import Any

from django.db.models import QuerySet, signals
from django.dispatch import Signal

from ..naming import dotted, place
from .patches import Patches
from .tree import Held, drop_with

SAVING, DELETING = ("pre_save", "post_save"), ("pre_delete", "post_delete")
SKIPPED = {"bulk_create": SAVING, "bulk_update": SAVING, "update": SAVING, "_raw_delete": DELETING}
"""Method of QuerySet -> the signals that the same would send row by row."""
NAMES = {"_raw_delete": "fast delete"}


class Skips:
    """One operation on one model: how often, how many rows, and who was not called."""

    def __init__(self) -> None:
        self.calls = 0
        self.rows: int | None = 0
        """None where one call did not tell."""
        self.passed_over: dict[str, None] = {}
        self._named: dict[tuple[str, int], None] = {}
        """Signal and id of the receivers that are in passed_over already; nothing here keeps them alive."""
        self._held: Held = {}

    def add(self, rows: int | None) -> None:
        self.calls += 1
        self.rows = None if self.rows is None or rows is None else self.rows + rows

    def pass_over(self, signal: str, receiver: Any) -> None:
        subject = receiver.__func__ if type(receiver) is types.MethodType else receiver
        key = signal, id(subject)
        if key not in self._named:
            self.passed_over[f"{signal}: {place(receiver).name}"] = None
            if drop_with(subject, key, self._named, self._held):
                self._named[key] = None


class BulkOperations:
    """What `patches()` has seen, while they are in place."""

    def __init__(self) -> None:
        self._seen: dict[tuple[str, str], Skips] = {}
        self._running = threading.local()
        self._live_receivers = Signal._live_receivers

    def patches(self) -> Patches:
        return Patches({(QuerySet, name): functools.partial(self._replacement, name) for name in SKIPPED})

    def as_json(self) -> list[dict[str, Any]]:
        """Most rows first."""
        lines = [
            {
                "operation": operation,
                "model": model,
                "calls": skips.calls,
                "rows": skips.rows,
                "passed_over": list(skips.passed_over),
            }
            for (operation, model), skips in list(self._seen.items())
        ]
        return sorted(lines, key=lambda line: (-(line["rows"] or 0), line["model"], line["operation"]))

    def _replacement(self, name: str, method: Any) -> Any:
        @functools.wraps(method)
        def bulk(queryset: Any, *arguments: Any, **named: Any) -> Any:
            around = getattr(self._running, "model", None)
            if around is queryset.model:  # bulk_update() calls update()
                return method(queryset, *arguments, **named)
            self._running.model = queryset.model
            try:
                result = method(queryset, *arguments, **named)
            finally:
                self._running.model = around
            self._note(name, queryset.model, result)
            return result

        return bulk

    def _note(self, method: str, model: Any, result: Any) -> None:
        if model._meta.auto_created:  # the rows of a many-to-many relation: m2m_changed tells of those
            return
        rows = result if isinstance(result, int) else len(result) if isinstance(result, list) else None
        key = NAMES.get(method, method), _model_name(model)
        skips = self._seen.get(key) or self._seen.setdefault(key, Skips())
        skips.add(rows)
        for signal in SKIPPED[method]:
            found = self._live_receivers(getattr(signals, signal), model)
            for receivers in found if isinstance(found, tuple) else (found,):
                for receiver in receivers:
                    skips.pass_over(signal, receiver)


def _model_name(model: Any) -> str:
    """Dotted; migrations make models of their own, which have no module."""
    historical = model.__module__ == "__fake__"
    return f"{model._meta.label} (in a migration)" if historical else dotted(model)
