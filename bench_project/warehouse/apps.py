from __future__ import annotations

from django.apps import AppConfig


class WarehouseConfig(AppConfig):
    """Models only: nothing is connected here, so that a scenario decides which receivers there are."""

    name = "bench_project.warehouse"
