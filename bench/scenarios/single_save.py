"""What do signals add to one save()?

save() sends pre_save and post_save whether anybody listens or not. The receivers here do nothing. A comment
is created, or one that is stored is saved once more, whole or only one field of it.
"""

from __future__ import annotations

from django.db.models.signals import post_save, pre_save

from bench.scenarios.comments import NOOPS, Receivers, calls, into_empty_table, new_comment, one_row
from bench.scenarios.receiver_kinds import connected
from bench.scenarios.scenario import Operations, Scenario
from bench_project.blog.models import Comment, Post

scenario = Scenario(__name__, __doc__, "save", calls, one_row, database=True, group="models")
scenario.axis("save", "create", "update", "update_fields")


@scenario.variant("no receivers")
@scenario.variant("1 post_save receiver", post=NOOPS[:1])
@scenario.variant("10 post_save receivers", post=NOOPS)
@scenario.variant("pre_save and post_save", pre=NOOPS[:1], post=NOOPS[:1])
@scenario.variant("10 of each", pre=NOOPS, post=NOOPS)
@scenario.variant("another model's", pre=NOOPS[:1], post=NOOPS[:1], sender=Post, calls=0)
def save_one(save: str, pre: Receivers = (), post: Receivers = (), sender: type = Comment) -> Operations:
    with connected(pre_save, *pre, sender=sender), connected(post_save, *post, sender=sender):
        if save == "create":
            yield into_empty_table(Comment.save, Comment, fresh=new_comment)
        else:
            comment = new_comment()
            comment.save()
            fields = ["words"] if save == "update_fields" else None
            yield lambda: comment.save(update_fields=fields)
