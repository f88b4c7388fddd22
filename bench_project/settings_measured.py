"""The settings under which everything is timed: DEBUG off, and no app that connects a save signal.

DEBUG would add a signature check to every connect, keep dead receivers alive and log each query.
"""

from __future__ import annotations

import json
import os
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
# Connections stay open, as those to a server do here: a request that ends would close them.
IN_MEMORY = {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:", "CONN_MAX_AGE": None}
# The harness names the database to measure on; without it, it is SQLite in memory.
DATABASES = {
    "default": json.loads(os.environ.get("SIGNALBENCH_DATABASE", "{}")).get("settings", IN_MEMORY),
}
if DATABASES["default"]["ENGINE"].endswith("mysql"):
    try:
        import pymysql
    except ImportError:
        pass  # mysqlclient may be there; if not, Django says so
    else:
        pymysql.version_info = (2, 2, 8, "final", 0)  # Django asks for a new mysqlclient
        pymysql.install_as_MySQLdb()
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
ROOT_URLCONF = "bench_project.shop.urls"
LOGGING_CONFIG = None
