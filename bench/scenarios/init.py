"""What does a post_init receiver do to reading rows?

Each row that becomes an instance sends pre_init and post_init; values() makes no instances. The receivers do
nothing. An ImageField connects one for its own model: up to Django 4.2 always, since then if it keeps a width
or a height. "list(), nothing sent" has Django's own code less its two sends.
"""

from __future__ import annotations

from django.db.models.signals import post_init

from bench.scenarios.comment_reads import EACH_ROW, ITERATOR, ONE_QUERY, READS, VALUES
from bench.scenarios.comments import NOOPS, Receivers, store_comments
from bench.scenarios.receiver_kinds import connected
from bench.scenarios.scenario import Operations, Scenario
from bench.scenarios.without_init_signals import without_init_signals
from bench_project.blog.models import Comment, Post
from bench_project.blog.photos import RECEIVERS, Photo

scenario = Scenario(__name__, __doc__, "query", 0, ONE_QUERY, database=True, group="models")
scenario.axis("rows", 10, 120, 600)


@scenario.variant("list()")
@scenario.variant("list(), own receiver", sender=Comment, **EACH_ROW)
@scenario.variant("list(), another model's", receivers=NOOPS[:1], sender=Post)
@scenario.variant("list(), senderless", sender=None, **EACH_ROW)
@scenario.variant("list(), ImageField elsewhere", receivers=RECEIVERS["picture"], sender=Photo)
@scenario.variant("list(), ImageField with width", receivers=RECEIVERS["picture_with_width"], sender=Photo)
@scenario.variant("iterator()", **ITERATOR)
@scenario.variant("iterator(), own receiver", sender=Comment, **ITERATOR, **EACH_ROW)
@scenario.variant("values()", **VALUES)
@scenario.variant("values(), own receiver", receivers=NOOPS[:1], sender=Comment, **VALUES)
def read_rows(
    rows: int, read: str = "list()", receivers: Receivers = (), sender: type | None = None
) -> Operations:
    store_comments(rows)
    with connected(post_init, *receivers, sender=sender):
        yield READS[read]


@scenario.variant("list(), nothing sent", reference="list()")
def read_rows_in_silence(rows: int) -> Operations:
    store_comments(rows)
    with without_init_signals(Comment):
        yield READS["list()"]
