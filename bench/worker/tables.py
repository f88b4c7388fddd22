"""The tables of the measured project: made once for a worker, emptied after each use."""

from __future__ import annotations

import functools
from typing import Any

from django.apps import apps
from django.db import connection, transaction

KEPT = frozenset({"django_content_type", "auth_permission"})
"""What a project fills when it is installed, and Django keeps in memory."""

_written: set[str] = set()


def create_tables() -> None:
    """Make every model's table, without the migrations, which would leave receivers behind."""
    with connection.schema_editor() as editor:
        for model in apps.get_models():
            if model._meta.can_migrate(connection):
                editor.create_model(model)
    _keys()


def empty_tables() -> None:
    """Delete the rows of every table but the KEPT ones, without a signal.

    One statement finds out which tables have any. PostgreSQL truncates these, as rows that were deleted there
    go on taking up room, and time. Row ids go on where they were: see restart_ids().
    """
    with connection.cursor() as cursor:
        cursor.execute(_which_have_rows())
        written = [table for table, has_rows in zip(_keys(), cursor.fetchone(), strict=True) if has_rows]
    if not written:
        return
    _written.update(written)
    quoted = [connection.ops.quote_name(table) for table in written]
    if connection.vendor == "postgresql":
        statements = [f"TRUNCATE {', '.join(quoted)} CASCADE"]
    else:
        statements = [f"DELETE FROM {table}" for table in quoted]
    with connection.constraint_checks_disabled(), transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def written_keys() -> list[dict[str, str]]:
    """The table and the column of each automatic key that has been given out so far, as Django wants them."""
    keys = _keys()
    return [{"table": table, "column": column} for table in _written if (column := keys[table]) is not None]


def forget_written() -> None:
    """The keys begin anew."""
    _written.clear()


@functools.cache
def _keys() -> dict[str, str | None]:
    """Every table that is emptied, and the column of its automatic key.

    The first call decides, when the tables are made: a scenario may declare models that have none.
    """
    models: list[Any] = apps.get_models(include_auto_created=True)
    return {
        model._meta.db_table: model._meta.auto_field and model._meta.auto_field.column
        for model in models
        if model._meta.can_migrate(connection) and model._meta.db_table not in KEPT
    }


@functools.cache
def _which_have_rows() -> str:
    quoted = map(connection.ops.quote_name, _keys())
    return f"SELECT {', '.join(f'EXISTS (SELECT 1 FROM {table})' for table in quoted)}"
