"""Checkouts of a Django whose dispatcher is slower by a known share.

The dispatcher of each is wrapped: when a send is over, the wrapper waits until it has taken `factor` times as
long. A control has the same wrapper with the factor 1, so that two such checkouts differ by the factor alone.
Its own time, a fraction of a microsecond, hides a little of the factor.
"""

from __future__ import annotations

import shutil
from pathlib import Path

WRAPPER = """

from time import perf_counter_ns

_send, _connect = Signal.send, Signal.connect


def _slower_connect(self, receiver, sender=None, weak=True, dispatch_uid=None):
    if sender is None:
        self.senderless = True
    return _connect(self, receiver, sender, weak, dispatch_uid)


def _slower_send(self, sender, **named):
    started = perf_counter_ns()
    responses = _send(self, sender, **named)
    factor = {senderless} if getattr(self, "senderless", False) else {others}
    more = (perf_counter_ns() - started) * (factor - 1)
    end = perf_counter_ns() + more
    while perf_counter_ns() < end:
        pass
    return responses


Signal.connect, Signal.send = _slower_connect, _slower_send
"""

PYPROJECT = """\
[project]
name = "Django"
version = "{version}"
requires-python = ">= 3.10"
dependencies = ["asgiref>=3.8.1", "sqlparse>=0.3.1"]
"""


def plant(folder: Path, installed: Path, version: str, *, senderless: float, others: float) -> Path:
    """Copy the installed package `django` into a checkout at `folder`, with a slower dispatcher.

    senderless, others: the factors for signals that have a receiver for every sender, and for those that have
    none.
    """
    shutil.copytree(installed, folder / "django", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "pyproject.toml").write_text(PYPROJECT.format(version=version), encoding="utf-8")
    with (folder / "django" / "dispatch" / "dispatcher.py").open("a", encoding="utf-8") as dispatcher:
        dispatcher.write(WRAPPER.format(senderless=senderless, others=others))
    return folder
