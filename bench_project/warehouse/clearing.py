"""The ways in which a warehouse can be cleared of the rows that a query finds."""

from __future__ import annotations

from django.db import transaction


def delete(query):
    query.delete()


def raw_delete(query):
    """What Django uses for rows that nobody wants to hear of; not documented."""
    query._raw_delete("default")


def one_by_one(query):
    for row in query:
        row.delete()


@transaction.atomic
def atomically_one_by_one(query):
    for row in query:
        row.delete()
