from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Connects its receivers the way that the Django documentation recommends."""

    name = "bench_project.accounts"

    def ready(self):
        from bench_project.accounts import receivers  # noqa: F401  the import connects them
