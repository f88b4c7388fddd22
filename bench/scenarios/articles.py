"""Articles for packages.py: changes of one, and its oracle, which says what each package does about them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models.signals import post_delete, pre_delete

from bench.scenarios.receiver_kinds import counted
from bench.scenarios.scenario import Prepared
from bench.scenarios.statements import Statements, sql
from bench_project.tracked import editing, models
from bench_project.tracked.connections import connected_again

Table = type[Any]


def changed(operation: str, model: Table, log: Table | None = None) -> Prepared:
    """One change of one article. What earlier slices have written down is gone before a slice begins."""

    def empty(*tables: Table | None) -> None:
        for table in filter(None, tables):
            table._base_manager.all()._raw_delete("default")

    def stored() -> Any:
        article = editing.create(model)
        empty(log)
        return article

    if operation == "create":
        return Prepared(lambda _: editing.create(model), lambda: empty(model, log))
    if operation == "delete":
        return Prepared(editing.delete, stored)
    article = stored()
    return Prepared(lambda _: editing.update(article), lambda: empty(log))


@contextmanager
def with_history() -> Iterator[Table]:
    """Connect what django-simple-history connected when the model was made; the table of its records."""
    for _, (_, receiver, *_) in models.HISTORY:
        counted(receiver)
    with connected_again(models.HISTORY):
        yield models.ArticleWithHistory.history.model


@contextmanager
def audited(model: Table) -> Iterator[Table]:
    """Have django-auditlog log the model's changes; the table it logs them in.

    It refers to the model's content type, which Django remembers once it has been asked for.
    """
    from auditlog.models import LogEntry
    from auditlog.receivers import log_create
    from auditlog.registry import auditlog

    counted(log_create)  # its code is the decorator's, and so that of the others
    ContentType.objects.get_for_model(model)
    auditlog.register(model)
    try:
        yield LogEntry
    finally:
        auditlog.unregister(model)


def bare(operation: str, **_: Any) -> Statements:
    """One statement. Without receivers, Django wraps none of them into a transaction."""
    return sql(**{KEYWORDS[operation]: 1})


def by_hand(operation: str, **_: Any) -> Statements:
    """One more, which stores the version."""
    return _with(bare(operation), insert=1)


def simple_history(operation: str, **_: Any) -> Statements:
    """As by hand; but a delete that calls receivers has a transaction, and they insert inside it."""
    return _with(by_hand(operation), transactions=operation == "delete")


def auditlog(operation: str, **_: Any) -> Statements:
    """As django-simple-history; but an update reads the old row first, to tell what has changed."""
    return _with(simple_history(operation), select=operation == "update")


def lifecycle(operation: str, **_: Any) -> Statements:
    """Its save() and delete() are atomic, so that hooks are part of the transaction."""
    return _with(bare(operation), transactions=1)


def simple_history_calls(operation: str, **_: Any) -> int:
    """One for a save; for a delete one from pre_delete too, which older versions do without."""
    signals = [signal for signal, _ in models.HISTORY]
    return signals.count(pre_delete) + signals.count(post_delete) if operation == "delete" else 1


def auditlog_calls(operation: str, **_: Any) -> int:
    """A save calls one receiver for new rows and one for changed rows: each looks whether it is meant."""
    return 1 if operation == "delete" else 2


def lifecycle_calls(operation: str, **_: Any) -> int:
    """The hook wants to hear of changed numbers of words."""
    counted(models.ArticleWithHook.words_changed.__wrapped__)
    return 1 if operation == "update" else 0


def _with(statements: Statements, **more: int) -> Statements:
    added = sql(**more)
    return {kind: statements.get(kind, 0) + added.get(kind, 0) for kind in {**statements, **added}}


KEYWORDS = {"create": "insert", "update": "update", "delete": "delete"}
OF_FIELD_TRACKER: dict[str, Any] = {"needs": ("django-model-utils",)}
OF_LIFECYCLE: dict[str, Any] = {
    "needs": ("django-lifecycle",), "calls": lifecycle_calls, "queries": lifecycle,
}  # fmt: skip
OF_SIMPLE_HISTORY: dict[str, Any] = {
    "needs": ("django-simple-history",), "calls": simple_history_calls, "queries": simple_history,
}  # fmt: skip
OF_AUDITLOG: dict[str, Any] = {"needs": ("django-auditlog",), "calls": auditlog_calls, "queries": auditlog}
