"""What tracing adds to one send, one call of a receiver and one query, measured here and now.

Signals of our own, with and without the watched methods, and a query that does nothing are sent by turns in
short stretches on the thread's own processor clock. A figure is the median over all turns of a difference
within a turn; its interval is the one that order statistics give for a median (95%), which holds for any
distribution.
"""

from __future__ import annotations

import math
from time import thread_time_ns
from typing import Any, Callable

from django.dispatch import Signal

from .queries import counting
from .seam import methods
from .tree import Tree

TURNS = 200
SENDS = 20
MANY = 11
"""Receivers of the signal that tells what each one adds."""
Z = 1.96


class _Sender:
    pass


def measure() -> dict[str, Any]:
    """Nanoseconds: "send_ns" without tracing, to one receiver; what tracing adds to a send to one receiver
    beside that call ("dispatch_ns"), to a call of a receiver, to a send without receivers, and to a query."""
    watched_class = type("Watched", (Signal,), dict(methods(Tree())))
    plain = {count: _signal(Signal, count) for count in (0, 1, MANY)}
    watched = {count: _signal(watched_class, count) for count in (0, 1, MANY)}
    added: dict[int, list[float]] = {0: [], 1: [], MANY: []}
    alone: list[float] = []
    queries: list[float] = []
    query, counted_query = _queries(_no_query), _queries(counting(Tree())(_no_query))
    for turn in range(TURNS):
        for count, differences in added.items():
            without, traced = _turn_ns(plain[count], watched[count], turn)
            differences.append(traced - without)
            if count == 1:
                alone.append(without)
        without, traced = _turn_ns(query, counted_query, turn)
        queries.append(traced - without)
    receiver = [(many - one) / (MANY - 1) for one, many in zip(added[1], added[MANY])]
    dispatch = [one - each for one, each in zip(added[1], receiver)]
    return {
        "send_ns": _estimate(alone),
        "dispatch_ns": _estimate(dispatch),
        "receiver_call_ns": _estimate(receiver),
        "empty_dispatch_ns": _estimate(added[0]),
        "query_ns": _estimate(queries),
    }


def _signal(kind: type[Signal], count: int) -> Callable[[], Any]:
    """Sends one signal SENDS times, as Model.save() does."""
    signal = kind(use_caching=True)
    for _ in range(count):
        signal.connect(_receiver(), sender=_Sender, weak=False)

    def send() -> None:
        for _ in range(SENDS):
            signal.send(
                sender=_Sender, instance=None, created=True, update_fields=None, raw=False, using="default"
            )

    send()
    return send


def _receiver() -> Callable[..., None]:
    def receiver(**named: Any) -> None:
        pass

    return receiver


def _queries(execute: Callable[..., None]) -> Callable[[], None]:
    """Makes SENDS queries, as CursorWrapper.execute() does."""

    def make() -> None:
        for _ in range(SENDS):
            execute(None, "SELECT 1", None, many=False, executor=None)

    make()
    return make


def _no_query(cursor: Any, sql: str, params: Any, *, many: bool, executor: Any) -> None:
    pass


def _turn_ns(plain: Callable[[], Any], watched: Callable[[], Any], turn: int) -> tuple[float, float]:
    """Of each one; which of them comes first changes from turn to turn."""
    if turn % 2:
        without = _time_ns(plain)
        return without, _time_ns(watched)
    traced = _time_ns(watched)
    return _time_ns(plain), traced


def _time_ns(send: Callable[[], Any]) -> float:
    start_ns = thread_time_ns()
    send()
    return (thread_time_ns() - start_ns) / SENDS


def _estimate(values: list[float]) -> dict[str, float]:
    """Median, and the order statistics n/2 ± z·√n/2 (Conover, Practical Nonparametric Statistics, 3.2)."""
    ordered = sorted(values)
    count = len(ordered)
    reach = Z * math.sqrt(count) / 2
    low = max(0, math.floor(count / 2 - reach))
    high = min(count - 1, math.ceil(count / 2 + reach))
    return {
        "value": round(ordered[count // 2], 1),
        "low": round(ordered[low], 1),
        "high": round(ordered[high], 1),
    }
