"""More of the same: what the warehouse holds, copied again and again by one INSERT for each table."""

from __future__ import annotations

from itertools import count

from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.db import connection, transaction
from django.db.models import Max, Min


class Copies:
    """Copies of all the rows that are there at first; these stay as they are.

    What makes a copy differ is an offset. It is added to the keys, to all that refers to them, and to the
    number of the lot, so that children have the parents that were copied with them. PostgreSQL's sequences
    do not notice keys that are given: let the database number no other rows before the tables are emptied.
    """

    def __init__(self):
        models = [model for model in apps.get_app_config("warehouse").get_models() if _has_rows(model)]
        keys = {model: _first_and_last_key(model) for model in models}
        step = max(last - first + 1 for first, last in keys.values())
        self._offsets = count(step, step)
        self._deletes = [
            _delete(field) for model in models for field in _references(model, models) if field.null
        ]
        self._inserts = [_insert(model, models, *keys[model]) for model in models]

    @transaction.atomic
    def add(self):
        """Store one more copy, and return its offset. Rows that have lost their parents are deleted first."""
        offset = next(self._offsets)
        with connection.cursor() as cursor:
            for delete in self._deletes:
                cursor.execute(delete)
            for insert in self._inserts:
                cursor.execute(insert, [offset] * insert.count("%s"))
        return offset


def _has_rows(model):
    return not model._meta.proxy and model._base_manager.exists()


def _first_and_last_key(model):
    keys = model._base_manager.aggregate(first=Min("pk"), last=Max("pk"))
    return keys["first"], keys["last"]


def _references(model, models):
    """The fields that refer to rows of one of the models."""
    return [field for field in model._meta.local_concrete_fields if field.related_model in models]


def _insert(model, models, first, last):
    """Takes the offset as often as it has parameters."""
    meta = model._meta
    generic = {field.fk_field for field in meta.private_fields if isinstance(field, GenericForeignKey)}
    moved = {meta.pk.name, "lot", *generic, *(field.name for field in _references(model, models))}
    columns = {field.name: connection.ops.quote_name(field.column) for field in meta.local_concrete_fields}
    values = [f"{column} + %s" if name in moved else column for name, column in columns.items()]
    return (
        f"INSERT INTO {_table(model)} ({', '.join(columns.values())}) "
        f"SELECT {', '.join(values)} FROM {_table(model)} "
        f"WHERE {columns[meta.pk.name]} BETWEEN {first} AND {last}"
    )


def _delete(field):
    """Finds the rows whose parents have gone without them."""
    return f"DELETE FROM {_table(field.model)} WHERE {connection.ops.quote_name(field.column)} IS NULL"


def _table(model):
    return connection.ops.quote_name(model._meta.db_table)
