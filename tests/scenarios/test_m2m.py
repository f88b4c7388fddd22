"""Each call of m2m changes a post of its own, which has the same tags before it every time."""

from __future__ import annotations

import pytest

from bench.model import Case
from bench.scenarios.catalogue import catalogue
from bench.scenarios.scenario import Prepared
from bench_project.blog.models import Post

TAGS_AFTER = {
    "add new": 8,
    "add existing": 4,
    "set unchanged": 4,
    "set half replaced": 4,
    "remove": 0,
    "clear": 0,
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("operation", "tags_after"), TAGS_AFTER.items())
def test_posts_are_used_again_with_their_old_tags(operation: str, tags_after: int) -> None:
    with catalogue()["m2m"].enter(
        Case("m2m", "no receivers", (("operation", operation), ("tags", 4)))
    ) as prepared:
        assert isinstance(prepared, Prepared)
        for _ in range(3):
            posts = [prepared.fresh(), prepared.fresh()]
            before = [list(post.tags.order_by("pk")) for post in Post.objects.all()]
            for post in posts:
                prepared.call(post)
            after = [list(post.tags.order_by("pk")) for post in Post.objects.all()]
            assert list(map(len, before)) == [4, 4]
            assert list(map(len, after)) == [tags_after, tags_after]
            kept = {"set half replaced": 2, "remove": 0, "clear": 0}.get(operation, 4)
            assert len(set(before[0]) & set(after[0])) == kept
