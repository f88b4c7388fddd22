"""What keeps a project's databases and log files as they were while it is started."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import Any, Callable, Iterator

OUTSIDE_TRANSACTIONS = ("SELECT", "PRAGMA", "ATTACH", "DETACH")
"""What writes nothing, and of which SQLite refuses some within a transaction: PRAGMA synchronous, ATTACH."""


@contextmanager
def untouched() -> Iterator[None]:
    """Enter when the settings are there and before applications load.

    Within, no connection commits by itself, and LOGGING opens no file. What an application's ready() writes
    goes through, so that it works as ever, and is dropped at the end with its connection, as is an empty
    SQLite file that connecting has created. What commits all the same: a commit() of the application's own,
    and, on MySQL and Oracle, a change of the schema.
    """
    from django.conf import settings
    from django.db import connections
    from django.db.backends.signals import connection_created

    missing = []
    settings.LOGGING_CONFIG = None
    for database in settings.DATABASES.values():
        database["AUTOCOMMIT"] = False
        name = str(database.get("NAME") or "")
        if "lite" in database.get("ENGINE", "") and not os.path.exists(name):
            missing.append(name)
    connection_created.connect(_hold_back)
    try:
        yield
    finally:
        connection_created.disconnect(_hold_back)
        connections.close_all()
        for name in missing:
            if os.path.isfile(name) and not os.path.getsize(name):
                os.remove(name)


def _hold_back(connection: Any, **_: Any) -> None:
    connection.execute_wrappers.append(_roll_back_failure)
    if connection.vendor == "sqlite":
        # else the schema editor refuses, in a transaction; keys are checked on commit, which never comes
        connection.connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute_wrappers.append(_begin)


def _begin(execute: Callable[..., Any], sql: Any, params: Any, many: Any, context: Any) -> Any:
    """Python's sqlite3 begins by itself for INSERT, UPDATE, DELETE and REPLACE only: a CREATE TABLE would be
    committed, and so would what a SAVEPOINT has begun when it ends."""
    connection = context["connection"].connection
    if not connection.in_transaction and not sql.lstrip().upper().startswith(OUTSIDE_TRANSACTIONS):
        connection.execute("BEGIN")
    return execute(sql, params, many, context)


def _roll_back_failure(execute: Callable[..., Any], sql: Any, params: Any, many: Any, context: Any) -> Any:
    """A query of a table that is not there yet spoils none of the next, as it would within a transaction."""
    try:
        return execute(sql, params, many, context)
    except Exception:  # of whatever database; it goes on to who asked
        if not context["connection"].in_atomic_block:
            context["connection"].rollback()
        raise
