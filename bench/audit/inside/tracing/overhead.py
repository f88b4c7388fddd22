"""What tracing adds to one send and to one call of a receiver, measured here and now.

Signals of our own, with and without the watched methods, are sent by turns in short stretches on the thread's
own processor clock. A figure is the median over all turns of a difference within a turn; its interval is the
one that order statistics give for a median (95%), which holds for any distribution.
"""

from __future__ import annotations

import math
from time import thread_time_ns
from typing import Any, Callable

from django.dispatch import Signal

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
    beside that call ("dispatch_ns"), to a call of a receiver, and to a send without receivers."""
    watched_class = type("Watched", (Signal,), dict(methods(Tree())))
    plain = {count: _signal(Signal, count) for count in (0, 1, MANY)}
    watched = {count: _signal(watched_class, count) for count in (0, 1, MANY)}
    added: dict[int, list[float]] = {0: [], 1: [], MANY: []}
    alone: list[float] = []
    for turn in range(TURNS):
        for count, differences in added.items():
            pair = (plain[count], watched[count])
            times = [_time_ns(one) for one in (pair if turn % 2 else pair[::-1])]
            without, traced = times if turn % 2 else times[::-1]
            differences.append(traced - without)
            if count == 1:
                alone.append(without)
    receiver = [(many - one) / (MANY - 1) for one, many in zip(added[1], added[MANY])]
    dispatch = [one - each for one, each in zip(added[1], receiver)]
    return {
        "send_ns": _estimate(alone),
        "dispatch_ns": _estimate(dispatch),
        "receiver_call_ns": _estimate(receiver),
        "empty_dispatch_ns": _estimate(added[0]),
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
