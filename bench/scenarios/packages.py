"""What do popular packages' receivers cost a save?

django-simple-history and django-auditlog write down each change, as the history by hand does, in receivers.
FieldTracker and django-lifecycle have none: they wrap __init__() and save(), to know what has changed.
"""

from __future__ import annotations

from bench.scenarios import articles
from bench.scenarios.scenario import Operations, Scenario
from bench_project.tracked import models

scenario = Scenario(__name__, __doc__, "row", calls=0, queries=articles.bare, database=True, group="models")
scenario.axis("operation", "create", "update", "delete")


@scenario.variant("bare", model="Article")
@scenario.variant("history by hand", model="ArticleWithVersions", log="Version", queries=articles.by_hand)
@scenario.variant("FieldTracker", model="ArticleWithTracker", **articles.OF_FIELD_TRACKER)
@scenario.variant("django-lifecycle", model="ArticleWithHook", **articles.OF_LIFECYCLE)
def without_receivers(operation: str, model: str, log: str = "") -> Operations:
    yield articles.changed(operation, getattr(models, model), getattr(models, log, None))


@scenario.variant("django-simple-history", **articles.OF_SIMPLE_HISTORY)
def simple_history(operation: str) -> Operations:
    """A copy of the row for each change, from post_save and post_delete; pre_delete loads deferred fields."""
    with articles.with_history() as records:
        yield articles.changed(operation, models.ArticleWithHistory, records)


@scenario.variant("django-auditlog", **articles.OF_AUDITLOG)
def auditlog(operation: str) -> Operations:
    """The fields that differ, as JSON, from pre_save, which reads the old row; post_save and post_delete."""
    with articles.audited(models.Article) as log_entries:
        yield articles.changed(operation, models.Article, log_entries)
