"""What keeps a project's databases and log files as they were while it is started."""

from __future__ import annotations

import functools
from contextlib import contextmanager
from typing import Any, Callable, Iterator

from django.conf import settings
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from .database_copies import DatabaseCopies


@contextmanager
def untouched(scratch: str) -> Iterator[DatabaseCopies]:
    """Enter when the settings are there and before applications load.

    Within, LOGGING opens no file; what Django connects to is, for SQLite, a copy in the folder `scratch` that
    may be written and committed as ever, and for other databases a transaction that is never committed: what
    ready() writes works, and is dropped with the connection. What is kept all the same: a commit() of the
    application's own and, on MySQL and Oracle, a change of the schema. Files that the application opens or
    attaches by itself, with sqlite3 or ATTACH, are its own affair.
    """
    copies = DatabaseCopies(scratch)
    settings.LOGGING_CONFIG = None
    original = BaseDatabaseWrapper.connect

    @functools.wraps(original)
    def connect(wrapper: Any) -> None:
        if wrapper.vendor == "sqlite":
            wrapper.settings_dict["NAME"] = copies.instead_of(str(wrapper.settings_dict["NAME"] or ""))
        else:
            wrapper.settings_dict["AUTOCOMMIT"] = False
            if _roll_back_failure not in wrapper.execute_wrappers:
                wrapper.execute_wrappers.append(_roll_back_failure)
        original(wrapper)

    BaseDatabaseWrapper.connect = connect  # type: ignore[method-assign,assignment]  # the one way in
    try:
        yield copies
    finally:
        connections.close_all()
        BaseDatabaseWrapper.connect = original  # type: ignore[method-assign]


def _roll_back_failure(execute: Callable[..., Any], sql: Any, params: Any, many: Any, context: Any) -> Any:
    """A query of a table that is not there yet spoils none of the next, as it would within a transaction."""
    try:
        return execute(sql, params, many, context)
    except Exception:  # of whatever database; it goes on to who asked
        if not context["connection"].in_atomic_block:
            context["connection"].rollback()
        raise
