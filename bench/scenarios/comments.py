"""Comments for single_save.py, same_work.py and init.py, and the oracle of the first two."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any

from bench.scenarios.receiver_kinds import Receiver, counted, function
from bench.scenarios.scenario import Prepared
from bench.scenarios.statements import Statements, sql
from bench_project.blog import receivers
from bench_project.blog.commenting import WRITTEN
from bench_project.blog.models import Comment, Discussion

Receivers = Sequence[Receiver]
Write = Callable[[Any], object]

NOOPS: Receivers = tuple(function() for _ in range(10))
COUNT_WORDS = counted(receivers.count_words_before_save)
COUNT_COMMENT = counted(receivers.count_comment_after_save)


def new_comment() -> Comment:
    """A comment that no table has yet."""
    return Comment(**WRITTEN)


def store_comments(rows: int) -> None:
    """Put that many comments into their table."""
    Comment.objects.bulk_create([new_comment() for _ in range(rows)])


def open_discussion() -> None:
    """Put the row in place that comments are counted in."""
    Discussion.objects.create(pk=1)


def into_empty_table(write: Write, model: type[Any], fresh: Callable[[], object]) -> Prepared:
    """An operation that adds a row to a model's table, which is empty when a slice begins."""

    def empty() -> object:
        model._base_manager.all()._raw_delete("default")
        return fresh()

    return Prepared(write, empty)


def calls(pre: Receivers = (), post: Receivers = (), **_: Any) -> int:
    """Each receiver is called once."""
    return len(pre) + len(post)


def one_row(save: str, **_: Any) -> Statements:
    """It is inserted or updated."""
    return sql(insert=1) if save == "create" else sql(update=1)


def statements(commit: str, counts: int = 1, own_transaction: int = 0, **_: Any) -> Statements:
    """One row, its count, and the transaction round them; a second one becomes a savepoint."""
    atomic = int(commit == "atomic")
    return sql(
        insert=1,
        update=counts,
        transactions=max(atomic, own_transaction),
        savepoints=atomic * own_transaction,
    )


KEEPERS: dict[str, Any] = {"pre": (COUNT_WORDS,), "post": (COUNT_COMMENT,)}
COUNT_NOTHING: dict[str, Any] = {
    "reference": "save() alone",
    "queries": functools.partial(statements, counts=0),
}
LIFECYCLE: dict[str, Any] = {
    "needs": ("django-lifecycle",),
    "queries": functools.partial(statements, own_transaction=1),
}
"""Its save() opens a transaction, so that a hook that fails undoes the save."""
LIFECYCLE_ALONE: dict[str, Any] = {
    **COUNT_NOTHING,
    **LIFECYCLE,
    "queries": functools.partial(statements, counts=0, own_transaction=1),
}
