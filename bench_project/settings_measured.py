"""The settings under which everything is timed: DEBUG off, and no app that connects a save signal.

DEBUG would add a signature check to every connect, keep dead receivers alive and log each query.
"""

from __future__ import annotations

from importlib.util import find_spec

DEBUG = False
SECRET_KEY = "measured and never served"
ALLOWED_HOSTS = ["testserver"]
OPTIONAL_APPS = [app for app in ("auditlog", "simple_history") if find_spec(app)]
"""Of the packages whose receivers are measured, those that have models of their own."""
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    *OPTIONAL_APPS,
    "bench_project.shop",
    "bench_project.warehouse",
    "bench_project.blog",
    "bench_project.tracked",
]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": ":memory:",
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
LOGGING_CONFIG = None
