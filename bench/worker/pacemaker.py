"""A pacemaker saves the same order again and again: what that takes is the machine's speed at that time.

By it operations can be compared that are not timed at once. What the machine does to Django's ORM it does
to this. It has a worker of its own, in which nothing is connected.
"""

from __future__ import annotations

import select
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import repeat
from time import perf_counter_ns, thread_time_ns

from bench.worker.protocol import REQUESTS
from bench.worker.relay import Runner
from bench.worker.tables import empty_tables
from bench_project.shop.models import Order

SAVES = 2
"""Of a slice, whatever it takes turns with: the first ones after a pause take longer, so that another number
would be another pace."""


def keep_pace() -> float:
    """Save until the host says something, and once at least; nanoseconds of processor time for each."""
    with _order() as order:
        saves, start = 0, thread_time_ns()
        while not (saves and select.select([REQUESTS], [], [], 0)[0]):
            order.save()
            saves += 1
        return (thread_time_ns() - start) / saves


@contextmanager
def pace_in_turns() -> Iterator[Runner]:
    """Yields what saves once untimed and `SAVES` times more, and returns nanoseconds for each of these."""
    with _order() as order:

        def run() -> int:
            order.save()
            start = perf_counter_ns()
            for _ in repeat(None, SAVES):
                order.save()
            return round((perf_counter_ns() - start) / SAVES)

        yield run


@contextmanager
def _order() -> Iterator[Order]:
    try:
        yield Order.objects.create(reference="pace", quantity=1, unit_price=250)
    finally:
        empty_tables()
