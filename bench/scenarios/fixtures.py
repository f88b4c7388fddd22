"""Fixture files of orders for loaddata.py, and its oracle: what it takes to load one."""

from __future__ import annotations

import itertools
import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.color import no_style
from django.db import connection

from bench.scenarios.order_batches import COUNT_ORDER, Receivers
from bench.scenarios.scenario import Absent
from bench.scenarios.statements import Statements, sql
from bench_project.shop.models import Order


@contextmanager
def in_folder(rows: int, way: str) -> Iterator[Callable[[], Path]]:
    """A function that writes a fixture into a temporary folder, of orders that the table does not have.

    The table is emptied each time, so that it is empty when a slice begins. Each fixture has a folder of its
    own, as loaddata reads all the names in it. Raises Absent where nobody has counted what loaddata sends.
    """
    if way == "loaddata" and connection.vendor not in CHECKS:
        raise Absent(f"not counted on {connection.display_name} yet")
    first_keys = itertools.count(1, rows)
    with tempfile.TemporaryDirectory(prefix="signalbench-") as temporary:

        def fixture() -> Path:
            Order._base_manager.all()._raw_delete("default")
            first = next(first_keys)
            path = Path(temporary, str(first), "orders.json")
            path.parent.mkdir()
            path.write_text(json.dumps([_order(key) for key in range(first, first + rows)]))
            return path

        yield fixture


def _order(key: int) -> dict[str, Any]:
    fields = {"reference": f"order {key}", "quantity": key % 7 + 1, "unit_price": 250, "total": 0}
    return {"model": "shop.order", "pk": key, "fields": fields}


def calls(rows: int, receivers: Receivers = (), **_: Any) -> int:
    """Each receiver is called for each row."""
    return rows * len(receivers)


def statements(rows: int, way: str, receivers: Receivers = (), **_: Any) -> Statements:
    """A row that has a key is updated, and inserted since there was none; loaddata checks foreign keys."""
    updates = rows * (2 if COUNT_ORDER in receivers else 1)
    saved = sql(insert=rows, update=updates, transactions=1)
    if way != "loaddata":
        return saved
    return {**saved, **sql(savepoints=1, select=len(_sequences())), **CHECKS.get(connection.vendor, {})}


def _sequences() -> list[str]:
    """What sets the next key after rows that brought their own."""
    return connection.ops.sequence_reset_sql(no_style(), [Order])


CHECKS = {"sqlite": {"PRAGMA": 3}, "postgresql": {"SET": 2}}
"""Foreign keys: checks are put off and made at the end. Elsewhere nobody has counted them."""
