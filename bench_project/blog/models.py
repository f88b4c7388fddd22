"""Posts with authors and tags, and comments: once plain, and once for each place where saving can do more.

Posts carry no picture. An ImageField connects a receiver to post_init, and then every model is instantiated
more slowly; see photos.py.
"""

from __future__ import annotations

from importlib.util import find_spec

from django.db import connection, models


class Author(models.Model):
    name = models.CharField(max_length=50)

    def __str__(self):
        return self.name


class Tag(models.Model):
    name = models.CharField(max_length=50)

    def __str__(self):
        return self.name


class Post(models.Model):
    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="posts")
    title = models.CharField(max_length=100)
    body = models.TextField()
    tags = models.ManyToManyField(Tag, related_name="posts")

    def __str__(self):
        return self.title


class Discussion(models.Model):
    """How many comments there are, in a row of its own."""

    comments = models.PositiveIntegerField(default=0)

    def __str__(self):
        return f"{self.comments} comments"


class BaseComment(models.Model):
    name = models.CharField(max_length=50)
    email = models.EmailField()
    text = models.TextField()
    words = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self.name}: {self.text}"

    def count_words(self):
        self.words = len(self.text.split())


def count_comment():
    """Count one more comment: one UPDATE, in plain SQL so that it does not drown what surrounds it."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE blog_discussion SET comments = comments + 1 WHERE id = 1")


class Comment(BaseComment):
    """A comment that leaves save() alone."""


class CommentWithSave(BaseComment):
    """A comment that overrides save() and does nothing there: the price of the hook itself."""

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)


class CommentThatCounts(BaseComment):
    """A comment that counts its words and itself in save()."""

    def save(self, *args, **kwargs):
        self.count_words()
        super().save(*args, **kwargs)
        count_comment()


if find_spec("django_lifecycle"):
    from django_lifecycle import AFTER_SAVE, BEFORE_SAVE, LifecycleModelMixin, hook

    class CommentWithLifecycle(LifecycleModelMixin, BaseComment):
        """A comment that could have hooks and has none: the price of django-lifecycle itself."""

    class CommentWithHooks(LifecycleModelMixin, BaseComment):
        """A comment that counts its words and itself in django-lifecycle's hooks."""

        @hook(BEFORE_SAVE)
        def count_words_first(self):
            self.count_words()

        @hook(AFTER_SAVE)
        def count_itself(self):
            count_comment()
