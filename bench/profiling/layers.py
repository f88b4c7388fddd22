"""Which layer a frame belongs to: rules by file, the first that fits.

A layer's own time is that of its files' functions. What has no layer of its own, as the standard library,
Django's helpers and functions written in C, works for whoever called it: the nearest caller that has one.
The scenario's own functions that the dispatcher calls are receivers, and so is what those call of them.

Unexplained stays the harness's own loop between two operations, with functions in C that it calls; whatever
no rule names; and waiting in layers that have nothing to wait for, as for Python's lock in pure Python.
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from functools import cache

from bench.profiles import BUILT_IN, WAITS, Frame, Layer, Stack

CALLER = None
"""In a rule: the layer of the caller."""

LIBRARIES = (
    "aiosmtpd",
    "amqp",
    "auditlog",
    "billiard",
    "blinker",
    "celery",
    "dateutil",
    "django_lifecycle",
    "kombu",
    "model_utils",
    "packaging",
    "pluggy",
    "psygnal",
    "pydispatch",
    "pytz",
    "redis",
    "tzdata",
    "vine",
)
"""Packages that are measured beside signals, and what they import; of two, a part is receivers."""

RULES: tuple[tuple[str, Layer | None], ...] = (
    (BUILT_IN, CALLER),
    ("<frozen *", CALLER),
    ("python/asyncio/*", Layer.CROSSING),
    ("python/concurrent/*", Layer.CROSSING),
    ("python/selectors.py", Layer.CROSSING),
    ("python/threading.py", Layer.CROSSING),
    ("python/queue.py", Layer.CROSSING),
    ("python/sqlite3/*", Layer.DRIVER),
    ("python/*", CALLER),
    ("asgiref/local.py", CALLER),
    ("asgiref/*", Layer.CROSSING),
    ("django/dispatch/*", Layer.DISPATCHER),
    ("django/db/models/signals.py", Layer.DISPATCHER),
    ("django/db/backends/utils.py", Layer.DRIVER),
    ("django/db/backends/*/base.py", Layer.DRIVER),
    ("django/db/backends/*/psycopg_any.py", Layer.DRIVER),
    ("django/db/utils.py", Layer.DRIVER),
    ("django/db/*", Layer.ORM),
    ("django/utils/*", CALLER),
    ("django/*", Layer.FRAMEWORK),
    ("psycopg*", Layer.DRIVER),
    ("pymysql/*", Layer.DRIVER),
    ("MySQLdb/*", Layer.DRIVER),
    ("sqlparse/*", Layer.FRAMEWORK),
    ("auditlog/receivers.py", Layer.RECEIVERS),
    ("simple_history/*", Layer.RECEIVERS),
    ("bench/worker/*", Layer.UNEXPLAINED),
    ("bench/*", Layer.SCENARIO),
    ("bench_project/*", Layer.SCENARIO),
    ("<app_with_*", Layer.SCENARIO),
    ("<*", CALLER),
    *((f"{library}/*", Layer.LIBRARIES) for library in LIBRARIES),
    *((f"{module}.py", CALLER) for module in ("typing_extensions", "six")),
)
WAITING = frozenset({Layer.DRIVER, Layer.CROSSING})
"""Layers whose code waits: for the database, or for other threads."""
RECEIVING = frozenset({Layer.DISPATCHER, Layer.RECEIVERS})
"""Layers that call the scenario's functions as receivers, or from within them."""


def layers_of(stack: Stack, receivers: frozenset[Frame]) -> list[Layer]:
    """The layer of each frame, the outermost first. receivers: in whatever file, without owners."""
    found: list[Layer] = []
    above = Layer.UNEXPLAINED
    for frame in stack:
        above = _layer(frame, above, receivers)
        found.append(above)
    return found


def _layer(frame: Frame, above: Layer, receivers: frozenset[Frame]) -> Layer:
    """above: the layer of the caller."""
    if frame.file == WAITS:
        return above if above in WAITING else Layer.UNEXPLAINED
    if frame._replace(owner="") in receivers:
        return Layer.RECEIVERS
    layer = _by_file(frame.file) or above
    return Layer.RECEIVERS if layer is Layer.SCENARIO and above in RECEIVING else layer


@cache
def _by_file(file: str) -> Layer | None:
    return next((layer for pattern, layer in RULES if fnmatchcase(file, pattern)), Layer.UNEXPLAINED)
