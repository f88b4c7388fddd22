"""The settings under which everything is timed: DEBUG off, and no app that connects a save signal.

DEBUG would add a signature check to every connect, keep dead receivers alive and log each query.
"""

from __future__ import annotations

DEBUG = False
SECRET_KEY = "measured and never served"
ALLOWED_HOSTS = ["testserver"]
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "bench_project.shop",
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
