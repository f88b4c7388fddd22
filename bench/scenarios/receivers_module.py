"""An app whose receivers.py is imported anew at each call. A server imports it once, when it starts.

The module is compiled beforehand, as it is in Python's cache of compiled files, and no file is read.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.abc import InspectLoader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_loader
from types import CodeType, ModuleType
from typing import Any

from django.apps import AppConfig

HEAD = """
from django.db.models.signals import ModelSignal
from django.dispatch import receiver

from bench_project.shop.models import Order

order_paid = ModelSignal(use_caching=True)
"""
RECEIVER = """

@receiver(order_paid, sender=Order)
def receiver_{number}(sender, **kwargs):
    pass
"""


class ListeningConfig(AppConfig):
    """Connects its receivers the way that the Django documentation shows: ready() imports them."""

    path = "in no folder"
    receivers: int
    """How many there are in its receivers.py."""

    def ready(self) -> None:
        import_module(f"{self.name}.receivers")


@contextmanager
def app_with(receivers: int) -> Iterator[ListeningConfig]:
    """An app with that many receivers in its receivers.py, which can be imported inside the block."""
    app = ModuleType(f"app_with_{receivers}_receivers")
    app.__path__ = []
    finder = ReceiversFinder(f"{app.__name__}.receivers", receivers)
    sys.modules[app.__name__] = app
    sys.meta_path.append(finder)
    try:
        config = ListeningConfig(app.__name__, app)
        config.receivers = receivers
        yield config
    finally:
        sys.meta_path.remove(finder)
        del sys.modules[app.__name__]


def not_imported(app: ListeningConfig) -> ListeningConfig:
    """The app, without the receivers that were imported before."""
    vars(app.module).pop("receivers", None)
    return app


def connected_all(app: ListeningConfig) -> bool:
    """Whether the receivers have been imported, and each is connected."""
    module: Any = vars(app.module).get("receivers")
    return module is not None and len(module.order_paid.receivers) == app.receivers


def import_anew(app: ListeningConfig) -> None:
    """Import the app's receivers, as whoever needs them does, and forget that."""
    import_module(f"{app.name}.receivers")
    forget(app)


def get_ready_anew(app: ListeningConfig) -> None:
    """Call ready(), as django.setup() does, and forget what it imported."""
    app.ready()
    forget(app)


def forget(app: ListeningConfig) -> None:
    """Have the next import of the receivers run their module again."""
    del sys.modules[f"{app.name}.receivers"]


class ReceiversFinder(MetaPathFinder, InspectLoader):
    """Finds one module, and loads it from memory."""

    def __init__(self, name: str, receivers: int) -> None:
        self._name = name
        self._source = HEAD + "".join(RECEIVER.format(number=number) for number in range(receivers))
        self._code = compile(self._source, f"<{name}>", "exec")

    def find_spec(self, fullname: str, path: Any, target: ModuleType | None = None) -> ModuleSpec | None:
        return spec_from_loader(fullname, self, is_package=False) if fullname == self._name else None

    def get_source(self, fullname: str) -> str:
        return self._source

    def get_code(self, fullname: str) -> CodeType:
        return self._code
