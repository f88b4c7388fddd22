"""What the blog does, as functions to be called from views, commands and tasks."""

from __future__ import annotations

from bench_project.blog.models import count_comment


def add_comment(comment):
    """Save a comment with its number of words, and count it."""
    comment.count_words()
    comment.save()
    count_comment()
