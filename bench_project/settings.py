"""The whole project, to look at and to run:

    python -m django migrate --settings bench_project.settings
    python -m django runserver --settings bench_project.settings

SIGNALBENCH_SQLITE names another database file.
"""

from __future__ import annotations

import os
from pathlib import Path

from bench_project.settings_measured import (
    DEFAULT_AUTO_FIELD,
    INSTALLED_APPS,
    SECRET_KEY,
    USE_TZ,
)

__all__ = ["DEFAULT_AUTO_FIELD", "SECRET_KEY", "USE_TZ"]

DEBUG = True
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
INSTALLED_APPS = [
    *INSTALLED_APPS,
    "django.contrib.admin",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "bench_project.accounts",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
ROOT_URLCONF = "bench_project.urls"
STATIC_URL = "static/"
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
DEFAULT_FROM_EMAIL = "shop@example.com"
BASE_DIR = Path(__file__).resolve().parent
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": os.environ.get("SIGNALBENCH_SQLITE", BASE_DIR / "db.sqlite3"),
    }
}
