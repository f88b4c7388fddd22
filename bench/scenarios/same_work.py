"""Which hook for the same side effect?

A comment counts its words before it is saved, and is counted in another table afterwards. Each operation
makes one comment and saves it. Those that count nothing show what a hook costs by itself.
"""

from __future__ import annotations

from django.apps import apps
from django.db import transaction
from django.db.models.signals import post_save, pre_save

from bench.scenarios import comments
from bench.scenarios.comments import NOOPS, Receivers, Write
from bench.scenarios.receiver_kinds import connected
from bench.scenarios.scenario import Operations, Scenario
from bench_project.blog.commenting import call_service, count_inline, count_on_commit, save

calls, statements = comments.calls, comments.statements
scenario = Scenario(__name__, __doc__, "comment", calls, statements, database=True, group="models")
scenario.axis("commit", "autocommit", "atomic")


@scenario.variant("inline calls", write=count_inline)
@scenario.variant("service function", write=call_service)
@scenario.variant("overridden save()", model="CommentThatCounts")
@scenario.variant("pre_save and post_save", **comments.KEEPERS)
@scenario.variant("django-lifecycle hooks", model="CommentWithHooks", **comments.LIFECYCLE)
@scenario.variant("on_commit()", write=count_on_commit)
@scenario.variant("save() alone", **comments.COUNT_NOTHING)
@scenario.variant("empty save()", model="CommentWithSave", **comments.COUNT_NOTHING)
@scenario.variant("empty receivers", pre=NOOPS[:1], post=NOOPS[:1], **comments.COUNT_NOTHING)
@scenario.variant("django-lifecycle, no hooks", model="CommentWithLifecycle", **comments.LIFECYCLE_ALONE)
def add_comment(
    commit: str, model: str = "Comment", write: Write = save, pre: Receivers = (), post: Receivers = ()
) -> Operations:
    comments.open_discussion()
    sender = apps.get_model("blog", model)
    committed = transaction.atomic(write) if commit == "atomic" else write
    with connected(pre_save, *pre, sender=sender), connected(post_save, *post, sender=sender):
        yield comments.into_empty_table(committed, sender, fresh=lambda: sender)
