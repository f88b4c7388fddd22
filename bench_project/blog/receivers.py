"""Receivers for comments and posts. Scenarios connect them where they want them."""

from __future__ import annotations

from bench_project.blog.models import count_comment


def count_words_before_save(sender, instance, **kwargs):
    """For pre_save: what CommentThatCounts does before its super().save()."""
    instance.count_words()


def count_comment_after_save(sender, instance, **kwargs):
    """For post_save: what CommentThatCounts does after its super().save()."""
    count_comment()


def remember_title(sender, instance, **kwargs):
    """For post_init: keep the title as it was loaded, to tell later whether it has changed."""
    instance.title_before = instance.title


def remember_loaded_title(sender, instance, **kwargs):
    """The same, but leave a title that was not loaded where it is."""
    if "title" not in instance.get_deferred_fields():
        instance.title_before = instance.title
