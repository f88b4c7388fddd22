"""Which layer a frame belongs to: rules by file, the first that fits.

A layer's own time is that of its files' functions. What has no layer of its own, as the standard library,
Django's helpers and functions written in C, works for whoever called it: the nearest caller that has one.
Unexplained stays what nobody with a layer called, and what no rule names.
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from functools import cache

from bench.profiles import BUILT_IN, Frame, Layer, Stack

CALLER = None
"""In a rule: the layer of the caller."""

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
    ("bench/*", Layer.SCENARIO),
    ("bench_project/*", Layer.SCENARIO),
    ("<app_with_*", Layer.SCENARIO),
    ("<*", CALLER),
    ("/*", Layer.UNEXPLAINED),
    ("*", Layer.LIBRARIES),
)


def layers_of(stack: Stack, receivers: frozenset[Frame]) -> list[Layer]:
    """The layer of each frame, the outermost first. receivers: in whatever file, without owners."""
    found: list[Layer] = []
    above = Layer.UNEXPLAINED
    for frame in stack:
        is_receiver = frame._replace(owner="") in receivers
        above = Layer.RECEIVERS if is_receiver else _by_file(frame.file) or above
        found.append(above)
    return found


@cache
def _by_file(file: str) -> Layer | None:
    return next((layer for pattern, layer in RULES if fnmatchcase(file, pattern)), Layer.UNEXPLAINED)
