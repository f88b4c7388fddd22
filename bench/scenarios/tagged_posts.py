"""Posts with tags for m2m.py, and its oracle: what it takes to link, replace and unlink them."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction
from django.db.models.signals import m2m_changed, post_delete
from django.db.models.sql.constants import GET_ITERATOR_CHUNK_SIZE
from django.dispatch import Signal

from bench.scenarios.scenario import Prepared
from bench.scenarios.statements import Statements, sql
from bench_project.blog.models import Author, Post, Tag

Links: Any = Post.tags.through
Tags = list[Tag]


def stored_tags(tags: int) -> tuple[Tags, Tags]:
    """The tags that a post has, and as many that it has not."""
    Tag.objects.bulk_create([Tag(name=f"Tag {n}") for n in range(2 * tags)])
    stored = list(Tag.objects.order_by("pk"))
    return stored[:tags], stored[tags:]


def with_tags(linked: Tags, operate: Callable[[Post], object]) -> Prepared:
    """An operation on a post that has just these tags, the first ones stored.

    Posts are used again, so that tables do not grow. Their links are made in SQL, as the operation itself is
    often quicker than a bulk_create() of what it starts from.
    """
    author = Author.objects.create(name="Ada")
    idle: list[Post] = []

    @transaction.atomic
    def fresh() -> Post:
        post = idle.pop() if idle else Post.objects.create(author=author, title="Tags", body="All of them.")
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM blog_post_tags WHERE post_id = %s", [post.pk])
            cursor.execute(
                "INSERT INTO blog_post_tags (post_id, tag_id) SELECT %s, id FROM blog_tag WHERE id <= %s",
                [post.pk, linked[-1].pk],
            )
        return post

    def call(post: Post) -> None:
        operate(post)
        idle.append(post)

    return Prepared(call, fresh)


def calls(operation: str, tags: int, signal: Signal | None = None, **_: Any) -> int:
    """Before and after each change, however many rows it has. Links send no delete signals."""
    changes = {"set unchanged": 0, "set half replaced": 2}.get(operation, 1)
    return 2 * changes if signal is m2m_changed else 0


def statements(operation: str, tags: int, signal: Signal | None = None, **_: Any) -> Statements:
    """m2m_changed has the links read that are there already; a delete receiver those that are deleted."""
    changed = tags // 2 if operation == "set half replaced" else tags
    adds = operation in ("add new", "add existing", "set half replaced")
    removes = operation in ("remove", "clear", "set half replaced")
    finds_none_missing = operation == "add existing" and signal is m2m_changed
    return sql(
        select=operation.startswith("set")
        + (adds and signal is m2m_changed)
        + (removes and signal is post_delete),
        insert=_inserts(changed) if adds and not finds_none_missing else 0,
        delete=(math.ceil(changed / GET_ITERATOR_CHUNK_SIZE) if signal is post_delete else 1)
        if removes
        else 0,
        transactions=1,
    )


def _inserts(rows: int) -> int:
    fields: list[Any] = [field for field in Links._meta.local_concrete_fields if not field.primary_key]
    return math.ceil(rows / connection.ops.bulk_batch_size(fields, range(rows)))
