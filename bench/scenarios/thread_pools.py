"""Calls shared out among the threads of a pool, for threads.py."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier

from bench.scenarios.all_cores import use_all_cores
from bench.scenarios.scenario import Operation
from bench_project.shop.models import Order

SENDS = 5_000
"""For each thread, or all of them for one."""
Share = Callable[[int], "list[int]"]


def in_one(threads: int) -> list[int]:
    """One thread makes the calls of all."""
    return [threads * SENDS]


def in_all(threads: int) -> list[int]:
    """Each makes its own."""
    return [SENDS] * threads


@contextmanager
def shared_out(call: Callable[..., object], shares: list[int]) -> Iterator[Operation]:
    """A batch: each thread of a pool makes its share of the calls, and all begin at the same time."""

    def work(calls: int) -> None:
        use_all_cores()
        start.wait()
        for _ in range(calls):
            call(sender=Order)

    start = Barrier(len(shares))
    with ThreadPoolExecutor(len(shares)) as pool:
        yield lambda: list(pool.map(work, shares))
