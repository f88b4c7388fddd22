"""A database in which there is nothing left to migrate, for migrate.py, and its oracle."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, cast

import django
from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.utils import load_backend

from bench.scenarios.rendered_models import forget_rendered_models
from bench.scenarios.scenario import Absent
from bench.scenarios.statements import Statements, sql

Operation = Callable[[], object]
SQLITE = "django.db.backends.sqlite3"
VARYING = {"auditlog", "simple_history", "bench_project.tracked", "bench_project.blog"}
"""Apps that are there, or have some of their models, only where a package is installed: left out."""


def in_memory() -> bool:
    """Whether the database to measure on is of the kind that this is all done on."""
    return connection.vendor == "sqlite" and cast(Any, connection).is_in_memory_db()


def migrate() -> None:
    """The whole command."""
    call_command("migrate", verbosity=0, interactive=False)


def emit() -> None:
    """The signals that the command sends, for every app, and nothing else of it."""
    emit_pre_migrate_signal(verbosity=0, interactive=False, db=DEFAULT_DB_ALIAS)
    emit_post_migrate_signal(verbosity=0, interactive=False, db=DEFAULT_DB_ALIAS)


@contextmanager
def migrated() -> Iterator[None]:
    """Another database in the place of the default one, SQLite in memory, with no migration left to apply.

    Raises Absent where another kind of database is measured, whose name the figures would bear.
    Commands that ran on it leave the models behind that they made for the migrations, and these receivers;
    all that is collected on the way out.
    """
    if not in_memory():
        raise Absent("measured on SQLite in memory only")
    usual = connections[DEFAULT_DB_ALIAS]
    settings = usual.settings_dict | {"ENGINE": SQLITE, "NAME": ":memory:", "OPTIONS": {}}
    other: Any = load_backend(SQLITE).DatabaseWrapper(settings, DEFAULT_DB_ALIAS)
    connections[DEFAULT_DB_ALIAS] = other
    apps.set_available_apps([config.name for config in _apps()])
    try:
        _record_migrations(other)
        emit()
        yield
    finally:
        apps.unset_available_apps()
        connections[DEFAULT_DB_ALIAS] = usual
        other.connection.close()  # its own close() leaves one in memory open
        ContentType.objects.clear_cache()
        forget_rendered_models()


def calls(run: Operation, preparing: int = 0, more: int = 0, **_: object) -> int:
    """Of the receivers of class_prepared, and of those connected to both of the other signals."""
    return preparing * _prepared_classes() + more * 2 * len(_apps_with_models())


def statements(run: Operation, heard: bool = True, **_: object) -> Statements:
    """What the default receivers read, and what the command itself does to find nothing to do."""
    of_command = 0 if run is emit else 7 if django.VERSION < (5, 0) else 6
    of_receivers = sum(map(_looked_up_for, _apps_with_models())) if heard else 0
    return sql(select=of_command + of_receivers)


def _looked_up_for(config: Any) -> int:
    """For an app: its content types twice, as create_permissions looks whether they are there, too; then its
    permissions, and once more each model's content type, since Django 5.1 those of all its models at once.

    Since Django 6.0 nothing for an app whose models module has no models.
    """
    models = len(list(config.get_models()))
    if not models:
        return 2 if django.VERSION < (6, 0) else 0
    return 3 + (models if django.VERSION < (5, 1) else 1)


def _record_migrations(database: Any) -> None:
    """Make the two tables that post_migrate fills, too."""
    with database.schema_editor() as editor:
        for model in (ContentType, Permission):
            editor.create_model(model)
    recorder = MigrationRecorder(database)
    recorder.ensure_schema()
    for app, name in MigrationLoader(None).graph.nodes:
        recorder.record_applied(app, name)


def _apps_with_models() -> list[Any]:
    return [config for config in _apps() if config.models_module is not None]


def _apps() -> list[Any]:
    return [config for config in apps.get_app_configs() if config.name not in VARYING]


def _prepared_classes() -> int:
    """Each model is rendered once, and those of apps without migrations again, at first without relations."""
    unmigrated = MigrationLoader(None).unmigrated_apps
    return sum(
        len(list(config.get_models(include_auto_created=True)))
        + (len(list(config.get_models())) if config.label in unmigrated else 0)
        for config in _apps_with_models()
    )
