"""Tracing from its start to the record of it."""

from __future__ import annotations

import os
import platform
from contextlib import ExitStack
from time import perf_counter_ns
from typing import Any, Sequence

import django
from django.dispatch import Signal

from ..signals import held_signals
from .bulk import BulkOperations
from .overhead import measure
from .queries import counted_queries
from .record import (
    DEEPEST,
    LONGEST,
    Names,
    all_queries,
    inside_ns,
    kinds,
    receivers_json,
    sends_json,
    tree_json,
)
from .seam import watched_dispatch
from .tree import Tree

SCHEMA = 1


class Session:
    """Counts between start() and stop().

    Names select signals: "django.db.models.signals.post_save", or "post_save"; without `only`, all that are
    not in `without`.
    """

    def __init__(self, only: Sequence[str] = (), without: Sequence[str] = ()) -> None:
        self._only = only
        self._without = without
        self._tree = Tree(self._is_wanted)
        self._bulk = BulkOperations()
        self._stack = ExitStack()
        self._overhead: dict[str, Any] = {}
        self._dispatch = watched_dispatch(self._tree)
        self._process = os.getpid()
        self._forks = 0
        self._covered: list[str] = []
        self._start_ns = 0
        self._elapsed_ns = 0

    def start(self) -> None:
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_parent=self._note_fork)
        self._stack.enter_context(self._bulk.patches())
        self._stack.enter_context(counted_queries(self._tree))
        self._stack.enter_context(self._dispatch)
        self._start_ns = perf_counter_ns()

    def stop(self) -> None:
        """Django's methods are its own again."""
        self._elapsed_ns = perf_counter_ns() - self._start_ns
        self._covered = [
            f"{getattr(now, '__module__', '?')} replaced {owner.__name__}.{name} after tracing began: "
            "calls may be counted twice; with --settings, the project starts before tracing does"
            for (owner, name), now in self._dispatch.covered().items()
        ]
        self._stack.close()
        self._overhead = measure(*kinds(self._tree.root))

    def is_own_process(self) -> bool:
        """Not in a process that was forked off: what happens there is not part of the record."""
        return os.getpid() == self._process

    def record(self, argv: Sequence[str], exit_code: int | None) -> dict[str, Any]:
        names = Names()
        receivers = receivers_json(self._tree, names)
        sends = sends_json(self._tree, names)
        queries = all_queries(self._tree.root)[self._tree.root]
        tree, branches, left_out_ns = tree_json(self._tree.root, names)
        notes = self._notes(names)
        if branches:
            notes.append(
                f"branches left out of the tree of nested sends: {branches}, which took "
                f"{left_out_ns / 1e6:.1f} ms; it has {DEEPEST} levels and the {LONGEST} that took longest "
                "below each receiver, and the totals have all"
            )
        return {
            "schema": SCHEMA,
            "django": django.get_version(),
            "python": platform.python_version(),
            "command": {
                "argv": list(argv),
                "exit_code": exit_code,
                "elapsed_ns": self._elapsed_ns,
                "in_receivers_ns": inside_ns(self._tree.root),
            },
            "overhead": {
                **self._overhead,
                "counted_ns": self._counted_overhead_ns(receivers, sends, queries),
            },
            "queries": {"all": queries, "outside_receivers": self._tree.root.queries},
            "receivers": receivers,
            "sends": sends,
            "tree": tree,
            "bulk": self._bulk.as_json(),
            "notes": notes,
        }

    def _counted_overhead_ns(
        self, receivers: list[dict[str, Any]], sends: list[dict[str, Any]], queries: int
    ) -> int:
        times = {
            "dispatch_ns": sum(line["sends"] for line in sends),
            "receiver_call_ns": sum(line["calls"] for line in receivers),
            "query_ns": queries,
        }
        added_ns: float = sum(count * self._overhead[name]["value"] for name, count in times.items())
        return round(added_ns)

    def _notes(self, names: Names) -> list[str]:
        notes = list(self._covered)
        if self._forks:
            notes.append(f"processes forked off, whose counts are not in this record: {self._forks}")
        for name in (*self._only, *self._without):
            if not names.has(name):
                close = names.closest(name)
                hint = f". Did you mean {close!r}?" if close else ""
                notes.append(f"no signal {name!r} in this project{hint}")
        return notes

    def _note_fork(self) -> None:
        self._forks += 1

    def _is_wanted(self, signal: Signal) -> bool:
        if any(_is_called(signal, name) for name in self._without):
            return False
        return not self._only or any(_is_called(signal, name) for name in self._only)


def _is_called(signal: Signal, name: str) -> bool:
    """Whether a module or class has the signal by that name: a dotted one, or the last part of one."""
    return any(
        held is signal and f".{holder.module}.{holder.path}".endswith(f".{name}")
        for held, holder in held_signals()
    )
