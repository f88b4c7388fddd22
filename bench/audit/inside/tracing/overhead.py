"""What tracing adds to one send, one call of a receiver and one query, measured here and now.

Each kind of sender and receiver is measured by itself, as it is found in its own way; the figure for a
command is their mean, weighted by how often the command had each. Signals of our own, with and without the
watched methods, and a query that does nothing are sent by turns in short stretches on the thread's own
processor clock, all of them in each turn. A figure is the median over all turns of a difference within a
turn; its interval is the one that order statistics give for a median (95%), which holds for any distribution.
The interval of a mean is the mean of the intervals' ends, which is wider than need be.
"""

from __future__ import annotations

import gc
import math
from contextlib import suppress
from time import thread_time_ns
from typing import Any, Callable, Dict, Mapping, Tuple

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
    def receive(self, **named: Any) -> None:
        pass


class _Unreferable:
    __slots__ = ()

    def __call__(self, **named: Any) -> None:
        pass


SENDERS: dict[str, Any] = {"class": _Sender, "string": "sender", "number": 1.5, "instance": _Sender()}
Estimate = Dict[str, float]
Pairs = Dict[Any, Tuple[Callable[[], None], Callable[[], None]]]
"""By name: what is done without tracing, and the same with it."""


def measure(senders: Mapping[str, int], receivers: Mapping[str, int]) -> dict[str, Any]:
    """Nanoseconds: "send_ns" without tracing, to one receiver; what tracing adds to a send to one receiver
    beside that call ("dispatch_ns"), to a call of a receiver, to a send without receivers, and to a query.

    senders, receivers: how often the command had each kind of `Site.sender_kind` and `Node.kind`; "senders"
    and "receivers" in the answer have the figures by kind. Classes and functions where there were none.
    """
    senders = {kind: count for kind, count in senders.items() if count} or {"class": 1}
    receivers = {kind: count for kind, count in receivers.items() if count} or {"function": 1}
    watched = type("Watched", (Signal,), dict(methods(Tree())))
    pairs: Pairs = {
        "query": (_queries(_no_query), _queries(counting(Tree())(_no_query))),
        "empty": _pair(watched, "function", 0),
        **{("one", kind): _pair(watched, kind, 1) for kind in {"function", *receivers}},
        **{("many", kind): _pair(watched, kind, MANY) for kind in {"function", *receivers}},
        **{("sender", kind): _pair(watched, "function", 1, kind) for kind in senders},
    }
    collects = gc.isenabled()
    gc.disable()
    try:
        added, alone = _turns(pairs)
    finally:
        if collects:
            gc.enable()
    each = {
        kind: [
            (all_of_them - single) / (MANY - 1)
            for all_of_them, single in zip(added["many", kind], added["one", kind])
        ]
        for kind in {"function", *receivers}
    }
    of_receivers = {kind: _estimate(each[kind]) for kind in receivers}
    of_senders = {
        kind: _estimate([send - call for send, call in zip(added["sender", kind], each["function"])])
        for kind in senders
    }
    return {
        "send_ns": _estimate(alone["one", "function"]),
        "dispatch_ns": _mean(of_senders, senders),
        "receiver_call_ns": _mean(of_receivers, receivers),
        "empty_dispatch_ns": _estimate(added["empty"]),
        "query_ns": _estimate(added["query"]),
        "senders": of_senders,
        "receivers": of_receivers,
    }


def _mean(of_kinds: Mapping[str, Estimate], counts: Mapping[str, int]) -> Estimate:
    total = sum(counts.values())
    return {
        end: round(sum(of_kinds[kind][end] * count for kind, count in counts.items()) / total, 1)
        for end in ("value", "low", "high")
    }


def _pair(
    watched: type[Signal], receiver_kind: str, count: int, sender_kind: str = "class"
) -> tuple[Callable[[], None], Callable[[], None]]:
    make = _awaited if receiver_kind == "async" else _sent
    return (
        make(Signal, receiver_kind, count, sender_kind),
        make(watched, receiver_kind, count, sender_kind),
    )


def _sent(signal_class: type[Signal], receiver_kind: str, count: int, sender_kind: str) -> Callable[[], None]:
    """Sends one signal SENDS times, as Model.save() does."""
    signal = _signal(signal_class, receiver_kind, count, sender_kind)
    sender = SENDERS[sender_kind]

    def send() -> None:
        for _ in range(SENDS):
            signal.send(
                sender=sender, instance=None, created=True, update_fields=None, raw=False, using="default"
            )

    send()
    return send


def _awaited(
    signal_class: type[Signal], receiver_kind: str, count: int, sender_kind: str
) -> Callable[[], None]:
    """The same with asynchronous receivers, whose coroutines are run here instead of by an event loop."""
    signal = _signal(signal_class, receiver_kind, count, sender_kind)
    sender = SENDERS[sender_kind]

    def send() -> None:
        for _ in range(SENDS):
            found: Any = signal._live_receivers(sender)
            for coroutine in [receiver(signal=signal, sender=sender, instance=None) for receiver in found[1]]:
                with suppress(StopIteration):
                    coroutine.send(None)

    send()
    return send


def _signal(signal_class: type[Signal], receiver_kind: str, count: int, sender_kind: str) -> Signal:
    signal = signal_class(use_caching=sender_kind == "class")
    for _ in range(count):
        signal.connect(RECEIVERS[receiver_kind](), weak=False)
    return signal


def _receiver() -> Callable[..., None]:
    def receiver(**named: Any) -> None:
        pass

    return receiver


def _async_receiver() -> Callable[..., Any]:
    async def receiver(**named: Any) -> None:
        pass

    return receiver


RECEIVERS: dict[str, Callable[[], Any]] = {
    "function": _receiver,
    "method": lambda: _Sender().receive,
    "async": _async_receiver,
    "other": _Unreferable,
}


def _queries(execute: Callable[..., None]) -> Callable[[], None]:
    """Makes SENDS queries, as CursorWrapper.execute() does."""

    def make() -> None:
        for _ in range(SENDS):
            execute(None, "SELECT 1", None, many=False, executor=None)

    make()
    return make


def _no_query(cursor: Any, sql: str, params: Any, *, many: bool, executor: Any) -> None:
    pass


def _turns(pairs: Pairs) -> tuple[dict[Any, list[float]], dict[Any, list[float]]]:
    """For each (plain, watched) pair, what is added in each turn, and what it takes without.

    A turn takes every pair once, so that a slow spell of the machine is in all figures and not in some of
    them, and they can be set against each other. Which of a pair comes first changes from turn to turn.
    """
    added: dict[Any, list[float]] = {name: [] for name in pairs}
    alone: dict[Any, list[float]] = {name: [] for name in pairs}
    for turn in range(TURNS):
        for name, (plain, watched) in pairs.items():
            if turn % 2:
                without = _time_ns(plain)
                traced = _time_ns(watched)
            else:
                traced = _time_ns(watched)
                without = _time_ns(plain)
            added[name].append(traced - without)
            alone[name].append(without)
    return added, alone


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
