"""Small Django projects to audit, and the interpreters of this machine that can run them."""

from __future__ import annotations

import functools
from pathlib import Path

import pytest

SETTINGS = """
SECRET_KEY = "x"
USE_TZ = True
INSTALLED_APPS = ["orders.apps.OrdersConfig"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": BASE / "db.sqlite3"}}
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
ROOT_URLCONF = "site_urls"
LOGGING = {
    "version": 1,
    "handlers": {"file": {"class": "logging.FileHandler", "filename": BASE / "debug.log"}},
    "root": {"handlers": ["file"]},
}
"""
MODELS = """
from django.db import models

class Tag(models.Model):
    name = models.CharField(max_length=9)

class Order(models.Model):
    number = models.CharField(max_length=9)
    tags = models.ManyToManyField(Tag)

class Item(models.Model):
    order = models.ForeignKey(Order, models.CASCADE)

class LogLine(models.Model):
    text = models.CharField(max_length=9)
"""
CONFIG = """
from django.apps import AppConfig

class OrdersConfig(AppConfig):
    name = "orders"

    def ready(self):
        from . import receivers
"""
DJANGOS = ("3.2", "4.2", "5.2", "6.0", "6.1")


def write_project(
    folder: Path, *, receivers: str, urls: str = "", settings: str = "", models: str = ""
) -> Path:
    """A project with one application "orders"; its receivers are connected in ready()."""
    (folder / "orders").mkdir(parents=True)
    texts = {
        "site_settings.py": f"from pathlib import Path\nBASE = Path(__file__).parent\n{SETTINGS}\n{settings}",
        "site_urls.py": f"urlpatterns = []\n{urls}",
        "orders/__init__.py": "",
        "orders/apps.py": CONFIG,
        "orders/models.py": f"{MODELS}\n{models}",
        "orders/receivers.py": receivers,
    }
    for name, text in texts.items():
        (folder / name).write_text(text)
    return folder


@functools.cache
def interpreter(django: str) -> Path:
    """A Python with that Django, which an earlier comparison has made; skips where there is none."""
    made = sorted(Path.home().glob(f".cache/signalbench/environments/django-{django}.*-python-*/bin/python"))
    if not made:
        pytest.skip(f"no environment with Django {django}: signalbench compare {django} makes one")
    return made[0]
