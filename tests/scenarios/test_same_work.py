"""Every hook leaves the same rows behind: an UPDATE that finds no row, or no words at all, looks the same."""

from __future__ import annotations

import pytest
from django.apps import apps

from bench.model import Case
from bench.scenarios.catalogue import catalogue
from bench.scenarios.scenario import ready
from bench_project.blog.models import Discussion

SCENARIO = catalogue()["same-work"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("commit", SCENARIO.axes["commit"])
@pytest.mark.parametrize("name", SCENARIO.names)
def test_a_comment_and_its_words_are_counted_unless_nothing_counts_them(name: str, commit: str) -> None:
    variant = SCENARIO.variants[name]
    if missing := variant.missing():
        pytest.skip(missing)
    counts_nothing = "save() alone" in (name, variant.reference)
    model = apps.get_model("blog", str(variant.fixed.get("model", "Comment")))
    with SCENARIO.enter(Case("same-work", name, (("commit", commit),))) as operation:
        ready(operation)()
        comment = model._base_manager.get()
        assert len(comment.text.split()) == 11
        assert (comment.words, Discussion.objects.get().comments) == ((0, 0) if counts_nothing else (11, 1))
