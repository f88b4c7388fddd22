"""What a trace found, as frozen records read from its JSON.

Schema 1 is {"schema": 1, "django", "python", "command", "overhead", "queries", "receivers", "sends", "tree",
"bulk", "notes"}:

    command   {"argv", "exit_code", "elapsed_ns", "in_receivers_ns"}
    overhead  what tracing added: {"dispatch_ns", "receiver_call_ns", "empty_dispatch_ns", "query_ns"};
              "send_ns", what a send to one receiver takes without it, each {"value", "low", "high"};
              "senders" and "receivers", the first two by kind of sender and receiver: those are their means,
              weighted by how often the command had each kind;
              "counted_ns", for all sends that reached a receiver, calls and queries. Bulk operations, the
              steps of asynchronous receivers and sends that reached nobody are not in it
    queries   {"all", "outside_receivers"}
    receiver  {"signal", "sender", "receiver", "file", "line", "origin", "calls", "self_ns", "total_ns",
              "summable_ns", "queries", "self_queries", "summable_queries", "exceptions"}; total_ns and
              queries include what it caused in other receivers, self_ns and self_queries do not; summable_…
              add up over the senders, also where a receiver caused itself for another sender. Names are
              dotted; sender is null for None
    send      {"signal", "sender", "sends"}, of sends that reached a receiver
    tree      lists of {"signal", "sender", "receiver", "calls", "self_ns", "total_ns", "queries",
              "exceptions", "levels", "children"}: children were called while their parent ran. A receiver
              below itself is folded into the line above, whose "levels" tells how many stood below each
              other. The 200 children that took longest, 50 levels; a note says how many are left out
    bulk      {"operation", "model", "calls", "rows", "passed_over"}; rows is null where a call did not tell
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Nanoseconds with the ends of their interval of 95%."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Overhead:
    """What tracing itself cost."""

    send_ns: Cost
    dispatch_ns: Cost
    receiver_call_ns: Cost
    query_ns: Cost
    counted_ns: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TracedReceiver:
    """One receiver of one signal from one sender."""

    signal: str
    sender: str | None
    receiver: str
    calls: int
    self_ns: int
    total_ns: int
    summable_ns: int
    queries: int
    self_queries: int
    summable_queries: int
    exceptions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """The calls of a receiver below those of another. levels: how many of them stood below each other."""

    signal: str
    sender: str | None
    receiver: str
    calls: int
    total_ns: int
    queries: int
    levels: int
    children: tuple[Branch, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulk:
    """Operations on many rows that sent no signals for them."""

    operation: str
    model: str
    calls: int
    rows: int | None
    passed_over: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """All of it. Times in nanoseconds."""

    django: str
    python: str
    command: tuple[str, ...]
    exit_code: int | None
    elapsed_ns: int
    in_receivers_ns: int
    overhead: Overhead
    queries: int
    queries_outside: int
    receivers: tuple[TracedReceiver, ...]
    sends: int
    tree: tuple[Branch, ...]
    bulk: tuple[Bulk, ...]
    notes: tuple[str, ...]


def read_trace(record: Mapping[str, Any]) -> Trace:
    """From the record that `inside.trace` or the pytest plugin writes."""
    overhead = record["overhead"]
    return Trace(
        django=record["django"],
        python=record["python"],
        command=tuple(record["command"]["argv"]),
        exit_code=record["command"]["exit_code"],
        elapsed_ns=record["command"]["elapsed_ns"],
        in_receivers_ns=record["command"]["in_receivers_ns"],
        overhead=Overhead(
            send_ns=Cost(**overhead["send_ns"]),
            dispatch_ns=Cost(**overhead["dispatch_ns"]),
            receiver_call_ns=Cost(**overhead["receiver_call_ns"]),
            query_ns=Cost(**overhead["query_ns"]),
            counted_ns=overhead["counted_ns"],
        ),
        queries=record["queries"]["all"],
        queries_outside=record["queries"]["outside_receivers"],
        receivers=tuple(_receiver(line) for line in record["receivers"]),
        sends=sum(line["sends"] for line in record["sends"]),
        tree=tuple(map(_branch, record["tree"])),
        bulk=tuple(Bulk(**{**line, "passed_over": tuple(line["passed_over"])}) for line in record["bulk"]),
        notes=tuple(record["notes"]),
    )


def _receiver(line: Mapping[str, Any]) -> TracedReceiver:
    return TracedReceiver(**{name: line[name] for name in TracedReceiver.__dataclass_fields__})


def _branch(line: Mapping[str, Any]) -> Branch:
    own = {name: line[name] for name in Branch.__dataclass_fields__ if name != "children"}
    return Branch(**own, children=tuple(map(_branch, line["children"])))
