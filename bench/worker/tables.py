"""The tables of the measured project: made once for a worker, emptied after each use."""

from __future__ import annotations

from django.apps import apps
from django.db import connection


def create_tables() -> None:
    """Make every model's table, without the migrations, which would leave receivers behind."""
    with connection.schema_editor() as editor:
        for model in apps.get_models():
            editor.create_model(model)


def empty_tables() -> None:
    """Delete all rows of the scenarios' models, without a signal."""
    for model in apps.get_app_config("shop").get_models():
        model._base_manager.using("default").all()._raw_delete("default")
