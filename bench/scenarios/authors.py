"""Authors with posts for deferred_tracker.py, and its oracle: who asks the database for a title."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models.sql.constants import GET_ITERATOR_CHUNK_SIZE

from bench.scenarios.receiver_kinds import Receiver, counted, function
from bench.scenarios.statements import Statements, sql
from bench_project.blog import receivers
from bench_project.blog.models import Author, Post

Receivers = Sequence[Receiver]

TRACKER: Receivers = (counted(receivers.remember_title),)
CAREFUL_TRACKER: Receivers = (counted(receivers.remember_loaded_title),)
DELETED: Receivers = (function(),)


def new_author(rows: int) -> int:
    """Store an author with that many posts; the author's key."""
    author = Author.objects.create(name="Ada")
    posts = (Post(author=author, title=f"Post {n}", body="All there is to say.") for n in range(rows))
    Post.objects.bulk_create(posts)
    key: int = author.pk
    return key


def calls(rows: int, init: Receivers = (), deleted: Receivers = ()) -> int:
    """Each row is instantiated, and once more for each title that is fetched."""
    return rows * len(init) + fetches(rows, init, deleted) + rows * len(deleted)


def fetches(rows: int, init: Receivers = (), deleted: Receivers = ()) -> int:
    """How many titles are asked for, one by one. With a delete receiver they are loaded with the rest."""
    return rows if init == TRACKER and not deleted else 0


def reading(rows: int, **receivers: Receivers) -> Statements:
    """The posts, and each title that is fetched."""
    return sql(select=1 + fetches(rows, **receivers))


def cascading(rows: int, **receivers: Receivers) -> Statements:
    """The author and the posts are read; then the links to tags, the posts and the author are deleted.

    Links are deleted by their posts' keys, as many as one statement can take; posts by the hundred.
    """
    links = math.ceil(rows / connection.ops.bulk_batch_size([Post._meta.pk], range(rows)))
    posts = math.ceil(rows / GET_ITERATOR_CHUNK_SIZE)
    return sql(select=2 + fetches(rows, **receivers), delete=links + posts + 1, transactions=1)


CASCADE: dict[str, Any] = {"queries": cascading, "reference": "cascade"}
