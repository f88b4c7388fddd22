"""The ways of reading all comments, for init.py, and its oracle."""

from __future__ import annotations

from typing import Any

from bench.scenarios.comments import NOOPS
from bench.scenarios.statements import sql
from bench_project.blog.models import Comment

READS = {
    "list()": lambda: list(Comment.objects.all()),
    "iterator()": lambda: list(Comment.objects.iterator()),
    "values()": lambda: list(Comment.objects.values()),
}
ITERATOR: dict[str, Any] = {"read": "iterator()", "reference": "iterator()"}
VALUES: dict[str, Any] = {"read": "values()", "reference": "values()"}
EACH_ROW: dict[str, Any] = {"receivers": NOOPS[:1], "calls": lambda rows, **_: rows}
"""One receiver, which is called for each row."""
ONE_QUERY = sql(select=1)
