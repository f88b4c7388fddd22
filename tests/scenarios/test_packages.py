"""Packages whose receivers are measured are connected in their own variants, and nowhere else."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.db.models.signals import class_prepared, post_save

from bench.scenarios.built_in_signals import connected_receivers
from bench.scenarios.scenario import ready

RECEIVERS_AFTER_SETUP = """
import json, os, sys, weakref
sys.modules.update(dict.fromkeys(sys.argv[1:]))  # None: as if it were not installed
os.environ["DJANGO_SETTINGS_MODULE"] = "bench_project.settings_measured"
import django
django.setup()
from bench.scenarios.built_in_signals import BUILT_IN
def name(receiver):
    receiver = receiver() if isinstance(receiver, weakref.ReferenceType) else receiver
    return f"{receiver.__module__}.{receiver.__qualname__}"
print(json.dumps({key: [name(entry[1]) for entry in signal.receivers] for key, signal in BUILT_IN.items()}))
"""
PACKAGES = ("auditlog", "django_lifecycle", "model_utils", "simple_history")


def receivers_after_setup(*without: str) -> dict[str, list[str]]:
    answer = subprocess.run(
        [sys.executable, "-c", RECEIVERS_AFTER_SETUP, *without],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    receivers: dict[str, list[str]] = json.loads(answer.stdout)
    return receivers


@pytest.mark.skipif(not any(map(find_spec, PACKAGES)), reason="none of the packages is installed")
def test_packages_that_are_installed_leave_all_signals_as_they_are_without_them() -> None:
    with_packages, without = receivers_after_setup(), receivers_after_setup(*PACKAGES)
    assert with_packages == without
    assert with_packages["post_migrate"], "the names of receivers are found at all"


@pytest.mark.django_db
def test_simple_history_is_connected_as_it_was_inside_its_variant_only() -> None:
    pytest.importorskip("simple_history")
    from bench.scenarios import articles
    from bench_project.tracked import editing
    from bench_project.tracked.models import ArticleWithHistory

    before = connected_receivers()
    editing.create(ArticleWithHistory)
    with articles.with_history() as records:
        assert post_save.has_listeners(ArticleWithHistory)
        assert class_prepared.has_listeners(None)
        editing.update(article := editing.create(ArticleWithHistory))
        editing.delete(article)
    editing.create(ArticleWithHistory)
    assert [record.history_type for record in records.objects.order_by("history_id")] == ["+", "~", "-"]
    assert connected_receivers() == before


@pytest.mark.django_db
def test_auditlog_notes_the_one_field_that_differs() -> None:
    pytest.importorskip("auditlog")
    from bench.scenarios import articles
    from bench_project.tracked.models import Article

    before = connected_receivers()
    with articles.audited(Article) as log_entries:
        ready(articles.changed("update", Article, log_entries))()
        (entry,) = log_entries.objects.all()
        assert entry.changes_dict == {"words": ["160", "161"]}
    assert connected_receivers() == before


@pytest.mark.django_db
def test_the_others_know_what_has_changed_without_a_receiver() -> None:
    pytest.importorskip("model_utils")
    pytest.importorskip("django_lifecycle")
    from bench_project.tracked import editing
    from bench_project.tracked.models import ArticleWithHook, ArticleWithTracker

    tracked, hooked = editing.create(ArticleWithTracker), editing.create(ArticleWithHook)
    assert not post_save.has_listeners(ArticleWithTracker)
    assert not post_save.has_listeners(ArticleWithHook)
    tracked.words = 1
    assert tracked.tracker.changed() == {"words": 160}
    hooked._reset_initial_state()  # the hook for it waits for a commit, which a test does not see
    hooked.words = 1
    assert hooked.has_changed("words")
