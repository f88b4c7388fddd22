"""The worker's own database, made when it starts, so that it meets no other worker and nobody's tables.

The host names it in SIGNALBENCH_DATABASE, a JSON object; without it, it is SQLite in memory:

    {"settings": {...},       as in Django's DATABASES; its NAME is a database that is still to be made
     "maintenance": str|null, the database to be connected to meanwhile; null where none has to be made
     "again": bool,           whether this run has made it before, so that it may be dropped first
     "trouble": str|null}     why it cannot be used, if that is known already

A database that cannot be had is no failure of the worker: trouble() says why, and what needs none goes on.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import Error, connections
from django.db import connection as default

from bench.worker.database_trouble import explain
from bench.worker.tables import create_tables

VARIABLE = "SIGNALBENCH_DATABASE"
connection: Any = default
"""Each backend has attributes of its own."""
NAMES = {"sqlite3": "SQLite", "postgresql": "PostgreSQL", "mysql": "MySQL"}
_made: set[str] = set()
FORCE_SINCE = 130_000
"""The PostgreSQL that can end other sessions while it drops a database."""


def require_driver() -> str | None:
    """Why Django has no driver for the database; SQLite in memory takes its place then.

    To be called before django.setup(), which needs one.
    """
    engine = settings.DATABASES["default"]["ENGINE"]
    try:
        import_module(f"{engine}.base")
    except ImproperlyConfigured as error:
        settings.DATABASES["default"] = settings.IN_MEMORY
        return f"cannot be talked to: {str(error).splitlines()[0]}. Install its driver beside this Django"
    return None


def make_ready(missing_driver: str | None) -> str | None:
    """Make the database and its tables; why it cannot be used, if so."""
    wanted = _wanted()
    trouble: str | None = missing_driver or wanted.get("trouble")
    if trouble is None:
        try:
            if wanted.get("maintenance") is not None:
                _create(connection.settings_dict["NAME"], wanted["maintenance"], again=wanted["again"])
            create_tables()
        except (Error, TypeError) as error:  # PyMySQL raises a TypeError for an option that it does not know
            trouble = explain(error, connection.settings_dict)
            connection.close()
    elif missing_driver is not None:
        create_tables()
    return trouble


def describe(trouble: str | None) -> dict[str, str]:
    """Facts for the fingerprint: the database with its version, and its driver; or the trouble with it."""
    if trouble is not None:
        engine = _wanted()["settings"]["ENGINE"].rpartition(".")[2]
        return {"database": f"{NAMES[engine]}, not used", "database_trouble": trouble}
    if connection.vendor == "sqlite":
        where = "in memory" if connection.is_in_memory_db() else "file"
        return {"database": f"SQLite {connection.Database.sqlite_version}, {where}"}
    return {"database": _server(), "driver": _driver()}


def drop_own() -> None:
    """Drop what was made, as nobody else will: the host is gone, and its janitor may have been here before.

    Where that fails, it stays.
    """
    connection.close()
    for name in _made:
        with suppress(Error), _maintaining(_wanted()["maintenance"]) as other, other.cursor() as cursor:
            _drop(other, cursor, name)


def drop_all(prefix: str) -> None:
    """Drop every database whose name begins so. NAME in the settings is one that stays."""
    names = {
        "postgresql": "SELECT datname FROM pg_database WHERE left(datname, %s) = %s",
        "mysql": "SELECT schema_name FROM information_schema.schemata WHERE left(schema_name, %s) = %s",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(names, [len(prefix), prefix])
        for (name,) in cursor.fetchall():
            _drop(connection, cursor, name)


def _wanted() -> dict[str, Any]:
    wanted: dict[str, Any] = json.loads(os.environ.get(VARIABLE, "{}"))
    return wanted


def _create(name: str, maintenance: str, *, again: bool) -> None:
    with _maintaining(maintenance) as other, other.cursor() as cursor:
        if again:
            _drop(other, cursor, name)
        cursor.execute(f"CREATE DATABASE {other.ops.quote_name(name)} {_manner(other)}")
    _made.add(name)


@contextmanager
def _maintaining(name: str) -> Iterator[Any]:
    """A connection to another database of the same server."""
    other = connections["default"].copy()
    other.settings_dict["NAME"] = name
    try:
        yield other
    finally:
        other.close()


def _manner(database: Any) -> str:
    """PostgreSQL's template0 holds nothing of anybody's; template1 may."""
    return "TEMPLATE template0" if database.vendor == "postgresql" else "CHARACTER SET utf8mb4"


def _drop(database: Any, cursor: Any, name: str) -> None:
    """Also where a worker that was killed has not been missed yet by the server."""
    force = ""
    if database.vendor == "postgresql":
        if database.pg_version >= FORCE_SINCE:
            force = "WITH (FORCE)"
        else:
            ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
            cursor.execute(ended, [name])
    cursor.execute(f"DROP DATABASE IF EXISTS {database.ops.quote_name(name)} {force}")


def _server() -> str:
    with connection.cursor() as cursor:
        if connection.vendor == "mysql":
            cursor.execute("SELECT version()")
            name = "MariaDB" if connection.mysql_is_mariadb else "MySQL"
            return f"{name} {cursor.fetchone()[0].partition('-')[0]}"
        cursor.execute("SELECT current_setting('server_version'), current_setting('fsync')")
        number, fsync = cursor.fetchone()
    return f"PostgreSQL {number.split()[0]}" + ("" if fsync == "on" else ", no fsync")


def _driver() -> str:
    module: str = connection.Database.__name__.partition(".")[0]
    for package in {"psycopg2": ("psycopg2-binary", "psycopg2"), "pymysql": ("PyMySQL",)}.get(
        module, (module,)
    ):
        try:
            return f"{package} {version(package)}"
        except PackageNotFoundError:
            continue
    return module
