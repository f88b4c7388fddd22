from __future__ import annotations

from django.apps import AppConfig
from django.conf import settings
from django.db.models.signals import post_save


class AccountsConfig(AppConfig):
    """Connects its receivers in ready(), as the Django documentation recommends."""

    name = "bench_project.accounts"

    def ready(self):
        from bench_project.accounts.receivers import welcome_after_save

        post_save.connect(welcome_after_save, sender=settings.AUTH_USER_MODEL, dispatch_uid="welcome-email")
