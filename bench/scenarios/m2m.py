"""What does m2m_changed add to linking rows?

Each operation starts from a post with a number of tags; there are as many that it does not have. A
post_delete receiver for every model is never called for the links, and yet has them read before they go.
"""

from __future__ import annotations

from contextlib import nullcontext

from django.db.models.signals import m2m_changed, post_delete
from django.dispatch import Signal

from bench.scenarios import tagged_posts
from bench.scenarios.receiver_kinds import connected, function
from bench.scenarios.scenario import Operations, Scenario
from bench_project.blog.models import Post

OPERATIONS = {
    "add new": lambda post, old, new: post.tags.add(*new),
    "add existing": lambda post, old, new: post.tags.add(*old),
    "set unchanged": lambda post, old, new: post.tags.set(old),
    "set half replaced": lambda post, old, new: post.tags.set(old[1::2] + new[1::2]),
    "remove": lambda post, old, new: post.tags.remove(*old),
    "clear": lambda post, old, new: post.tags.clear(),
}
scenario = Scenario(
    __name__, __doc__, "operation", tagged_posts.calls, tagged_posts.statements, database=True, group="models"
)
scenario.axis("operation", *OPERATIONS)
scenario.axis("tags", 10, 120, 600)


@scenario.variant("no receivers")
@scenario.variant("m2m_changed", signal=m2m_changed, sender=Post.tags.through)
@scenario.variant("senderless post_delete", signal=post_delete)
def change_tags(
    operation: str, tags: int, signal: Signal | None = None, sender: type | None = None
) -> Operations:
    old, new = tagged_posts.stored_tags(tags)
    with connected(signal, function(), sender=sender) if signal else nullcontext():
        yield tagged_posts.with_tags(old, lambda post: OPERATIONS[operation](post, old, new))
