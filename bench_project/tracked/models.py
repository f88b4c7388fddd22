"""Articles whose changes are kept track of: by hand, or by a package where that is installed.

Two packages connect receivers when a class is made. They are set aside here, so that a scenario decides which
receivers there are; see connections.py.
"""

from __future__ import annotations

from importlib.util import find_spec

from django.db import models
from django.utils import timezone

from bench_project.tracked.connections import set_aside


class BaseArticle(models.Model):
    title = models.CharField(max_length=100)
    summary = models.CharField(max_length=200)
    body = models.TextField()
    words = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True

    def __str__(self):
        return self.title


class Article(BaseArticle):
    """An article that leaves save() alone. django-auditlog can be told of any model, and is told of this."""


class Version(BaseArticle):
    """What an article was like after a change, with the columns that django-simple-history has."""

    article_id = models.BigIntegerField(db_index=True)
    date = models.DateTimeField(default=timezone.now, db_index=True)
    change = models.CharField(max_length=1, choices=[("+", "created"), ("~", "changed"), ("-", "deleted")])
    reason = models.CharField(max_length=100, null=True)
    user_id = models.BigIntegerField(null=True, db_index=True)


class ArticleWithVersions(BaseArticle):
    """An article that keeps its history by itself."""

    def save(self, *args, **kwargs):
        change = "+" if self._state.adding else "~"
        super().save(*args, **kwargs)
        self.keep_version(self.pk, change)

    def delete(self, *args, **kwargs):
        pk = self.pk
        deleted = super().delete(*args, **kwargs)
        self.keep_version(pk, "-")
        return deleted

    def keep_version(self, pk, change):
        fields = {"title": self.title, "summary": self.summary, "body": self.body, "words": self.words}
        Version.objects.create(article_id=pk, change=change, **fields)


if find_spec("simple_history"):
    from simple_history.models import HistoricalRecords

    with set_aside() as HISTORY:

        class ArticleWithHistory(BaseArticle):
            history = HistoricalRecords()


if find_spec("model_utils"):
    from model_utils import FieldTracker

    with set_aside() as TRACKER:

        class ArticleWithTracker(BaseArticle):
            tracker = FieldTracker()


if find_spec("django_lifecycle"):
    from django_lifecycle import AFTER_UPDATE, LifecycleModelMixin, hook

    class ArticleWithHook(LifecycleModelMixin, BaseArticle):
        @hook(AFTER_UPDATE, when="words", has_changed=True)
        def words_changed(self):
            pass
