from __future__ import annotations

from django.apps import AppConfig, apps
from django.core.signals import setting_changed


class TrackedConfig(AppConfig):
    """Models only: nothing is connected here, so that a scenario decides which receivers there are."""

    name = "bench_project.tracked"

    def ready(self):
        """Disconnect what Django connects, from 5.1 on, for auditlog's LogEntry, as that can be swapped."""
        if apps.is_installed("auditlog"):
            options = apps.get_model("auditlog", "LogEntry")._meta
            if hasattr(options, "setting_changed"):
                setting_changed.disconnect(options.setting_changed)
