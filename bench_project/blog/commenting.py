"""The ways in which a view can save a comment that somebody has written.

save() leaves it to the model, or to receivers, to count the comment and its words. The others see to it.
"""

from __future__ import annotations

from django.db import transaction

from bench_project.blog import services
from bench_project.blog.models import count_comment

WRITTEN = {
    "name": "Ada",
    "email": "ada@example.com",
    "text": "I have nothing to add to this, but I liked it.",
}


def save(model):
    model(**WRITTEN).save()


def count_inline(model):
    comment = model(**WRITTEN)
    comment.count_words()
    comment.save()
    count_comment()


def call_service(model):
    services.add_comment(model(**WRITTEN))


def count_on_commit(model):
    comment = model(**WRITTEN)
    comment.count_words()
    comment.save()
    transaction.on_commit(count_comment)
