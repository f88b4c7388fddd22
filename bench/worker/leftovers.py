"""What a worker's past leaves behind that a count of bytes would see, and how it is cleared away.

- Row ids go on where the last ones ended, and Python makes an int object for each id above 256.
- The sqlite3 module keeps a weak reference to each cursor, and drops the dead ones at every 200th cursor
  only (`_pysqlite_drop_unused_cursor_references` in CPython's Modules/_sqlite/connection.c).
- The interpreter's method cache keeps the names that were last looked up, in places that depend on where
  each name lies in memory (`MCACHE_HASH` in CPython's Objects/typeobject.c).
"""

from __future__ import annotations

import gc
import sys
from typing import Any

from django.core.management.color import no_style
from django.db import connection, connections

from bench.worker.tables import forget_written, written_keys

MOST_CURSORS = 500
"""More than sqlite3 lets come together before it drops the dead ones."""


def restart_ids() -> None:
    """Have the next row of each table that was written to, and is empty again, get the id 1."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_by_name_sql(no_style(), written_keys()):
            cursor.execute(statement)
    forget_written()


def clear_away() -> None:
    """Collect garbage, and drop what sqlite3 knows of dead cursors; it then counts to 200 anew.

    The last collection empties the interpreter's free lists, of what all this has put into them.
    """
    gc.collect()
    for each in connections.all():
        if each.vendor == "sqlite" and each.connection is not None:
            _drop_dead_cursors(each.connection)
    gc.collect()


def forget_names() -> None:
    """Empty the method cache. Types keep their version tags, so that specialised code stays as it is."""
    if sys.version_info >= (3, 13):
        sys._clear_internal_caches()
    else:
        sys._clear_type_cache()


def _drop_dead_cursors(raw: Any) -> None:
    for _ in range(MOST_CURSORS):
        before = _references(raw)
        raw.cursor()
        if _references(raw) <= before:
            return


def _references(raw: Any) -> int:
    return sum(len(each) for each in gc.get_referents(raw) if isinstance(each, list))
