"""What if an init receiver reads a deferred field?

A tracker keeps each post's title as it was loaded. A title that was deferred it fetches, one row at a time.
Deleting an author defers all that their posts can be deleted without, unless posts have a delete receiver.
"""

from __future__ import annotations

from django.db.models.signals import post_delete, post_init

from bench.scenarios import authors
from bench.scenarios.authors import CAREFUL_TRACKER, CASCADE, DELETED, TRACKER, Receivers
from bench.scenarios.receiver_kinds import connected
from bench.scenarios.scenario import Operations, Prepared, Scenario
from bench_project.blog.models import Author, Post

scenario = Scenario(
    __name__, __doc__, "operation", authors.calls, authors.reading, database=True, group="models"
)
scenario.axis("rows", 10, 120, 600)


@scenario.variant("read")
@scenario.variant("read, tracker", init=TRACKER)
@scenario.variant("read, tracker that looks first", init=CAREFUL_TRACKER)
def read_keys(rows: int, init: Receivers = ()) -> Operations:
    authors.new_author(rows)
    with connected(post_init, *init, sender=Post):
        yield lambda: list(Post.objects.only("id"))


@scenario.variant("cascade", **CASCADE)
@scenario.variant("cascade, tracker", init=TRACKER, **CASCADE)
@scenario.variant("cascade, tracker that looks first", init=CAREFUL_TRACKER, **CASCADE)
@scenario.variant("cascade, tracker and post_delete", init=TRACKER, deleted=DELETED, **CASCADE)
def delete_author(rows: int, init: Receivers = (), deleted: Receivers = ()) -> Operations:
    with connected(post_init, *init, sender=Post), connected(post_delete, *deleted, sender=Post):
        yield Prepared(
            lambda author: Author.objects.filter(pk=author).delete(), fresh=lambda: authors.new_author(rows)
        )
