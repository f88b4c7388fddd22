"""What trackers do that no count of statements shows."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.models.signals import post_init

from bench.scenarios.authors import CAREFUL_TRACKER, TRACKER, new_author
from bench.scenarios.receiver_kinds import Receiver, connected
from bench_project.blog.models import Post

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("tracker", "remembered"), [(TRACKER[0], ["Post 0"]), (CAREFUL_TRACKER[0], [])])
def test_the_careful_tracker_does_not_know_a_title_that_was_deferred(
    tracker: Receiver, remembered: list[str]
) -> None:
    new_author(1)
    with connected(post_init, tracker, sender=Post):
        [post] = Post.objects.only("id")
        assert [title for name, title in vars(post).items() if name == "title_before"] == remembered
        [post] = Post.objects.all()
        assert vars(post)["title_before"] == "Post 0"


def test_a_tracker_of_two_deferred_fields_never_ends() -> None:
    def remember_both(sender: object, instance: Any, **kwargs: object) -> None:
        instance.before = (instance.title, instance.body)

    new_author(1)
    with connected(post_init, remember_both, sender=Post), pytest.raises(RecursionError):
        list(Post.objects.only("id"))
