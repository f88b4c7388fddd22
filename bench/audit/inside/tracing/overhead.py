"""What tracing adds to one send, one call of a receiver and one query, measured here and now.

Each kind of sender and receiver is measured by itself, as it is found in its own way; the figure for a
command is their mean, weighted by how often the command had each. Signals of our own, with and without the
watched methods, and a query that does nothing are sent by turns in short stretches on the thread's own
processor clock. A figure is the median over all turns of a difference within a turn, which has all that it
is the difference of; its interval is the one that order statistics give for a median (95%), which holds for
any distribution. The interval of a mean is the mean of the intervals' ends, which is wider than need be.
"""

from __future__ import annotations

import math
from contextlib import suppress
from time import thread_time_ns
from typing import Any, Callable, Dict, Iterable, Mapping, NamedTuple, Sequence

from django.dispatch import Signal

from ..timing import Loop, repeats
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


class Turn(NamedTuple):
    """Nanoseconds."""

    alone: float
    """A send to one receiver, without tracing."""
    dispatch: float
    """What tracing adds to it, beside what it adds to the call."""
    each: float
    """What it adds to the call of a receiver."""


def measure(senders: Mapping[str, int], receivers: Mapping[str, int]) -> dict[str, Any]:
    """Nanoseconds: "send_ns" without tracing, to one receiver; what tracing adds to a send to one receiver
    beside that call ("dispatch_ns"), to a call of a receiver, to a send without receivers, and to a query.

    senders, receivers: how often the command had each kind of `Site.sender_kind` and `Node.kind`; "senders"
    and "receivers" in the answer have the figures by kind. Classes and functions where there were none.
    """
    senders = {kind: count for kind, count in senders.items() if count} or {"class": 1}
    receivers = {kind: count for kind, count in receivers.items() if count} or {"function": 1}
    watched = type("Watched", (Signal,), dict(methods(Tree())))
    usual = _turns(watched, "function", "class")
    of_senders = {
        kind: _estimate(
            turn.dispatch for turn in (usual if kind == "class" else _turns(watched, "function", kind))
        )
        for kind in senders
    }
    of_receivers = {
        kind: _estimate(
            turn.each for turn in (usual if kind == "function" else _turns(watched, kind, "class"))
        )
        for kind in receivers
    }
    empty = [_loop(kind, "function", 0, "class") for kind in (Signal, watched)]
    queries = [_queries(_no_query), _queries(counting(Tree())(_no_query))]
    return {
        "send_ns": _estimate(turn.alone for turn in usual),
        "dispatch_ns": _mean(of_senders, senders),
        "receiver_call_ns": _mean(of_receivers, receivers),
        "empty_dispatch_ns": _difference(empty),
        "query_ns": _difference(queries),
        "senders": of_senders,
        "receivers": of_receivers,
    }


def _turns(watched: type[Signal], receiver_kind: str, sender_kind: str) -> list[Turn]:
    """All four loops in each turn, so that the machine's changes of speed do not come between them."""
    loops = [
        _loop(kind, receiver_kind, count, sender_kind) for count in (1, MANY) for kind in (Signal, watched)
    ]
    found = []
    for alone, traced, many, many_traced in repeats(loops, SENDS, thread_time_ns, TURNS):
        each = ((many_traced - many) - (traced - alone)) / (MANY - 1)
        found.append(Turn(alone, traced - alone - each, each))
    return found


def _difference(loops: Sequence[Loop]) -> Estimate:
    return _estimate(traced - alone for alone, traced in repeats(loops, SENDS, thread_time_ns, TURNS))


def _mean(of_kinds: Mapping[str, Estimate], counts: Mapping[str, int]) -> Estimate:
    total = sum(counts.values())
    return {
        end: round(sum(of_kinds[kind][end] * count for kind, count in counts.items()) / total, 1)
        for end in ("value", "low", "high")
    }


def _loop(signal_class: type[Signal], receiver_kind: str, count: int, sender_kind: str) -> Loop:
    """Sends one signal, as Model.save() does. Coroutines of asynchronous receivers are run here instead of by
    an event loop."""
    signal = signal_class(use_caching=sender_kind == "class")
    for _ in range(count):
        signal.connect(RECEIVERS[receiver_kind](), weak=False)
    sender = SENDERS[sender_kind]

    def send(number: int) -> None:
        for _ in range(number):
            signal.send(
                sender=sender, instance=None, created=True, update_fields=None, raw=False, using="default"
            )

    def asend(number: int) -> None:
        for _ in range(number):
            found: Any = signal._live_receivers(sender)
            for coroutine in [receiver(signal=signal, sender=sender, instance=None) for receiver in found[1]]:
                with suppress(StopIteration):
                    coroutine.send(None)

    return asend if receiver_kind == "async" else send


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


def _queries(execute: Callable[..., None]) -> Loop:
    """Makes queries, as CursorWrapper.execute() does."""

    def make(number: int) -> None:
        for _ in range(number):
            execute(None, "SELECT 1", None, many=False, executor=None)

    return make


def _no_query(cursor: Any, sql: str, params: Any, *, many: bool, executor: Any) -> None:
    pass


def _estimate(values: Iterable[float]) -> Estimate:
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
