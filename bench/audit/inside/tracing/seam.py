"""How Django's dispatcher is watched.

Every send asks `Signal._live_receivers` for the receivers and then goes through them with a `for` loop. What
is handed out here is the same receivers behind an iterator that looks at the clock each time the loop comes
back for the next one. So the dispatcher calls the receivers themselves, with no frame of ours between, and
returns and logs them; an exception drops the iterator, which ends the count. A signal without receivers
never asks.

Django before 5.0 sends in a list comprehension, whose frame keeps the iterator as long as the traceback (not
on Python 3.12 and newer, where it has no frame): there `send` has the same as a function, and `send_robust`
one more statement, that counts. A project that has replaced these methods keeps its own.
"""

from __future__ import annotations

import functools
import sys
import types
from time import perf_counter
from typing import Any, Callable, Dict, Iterator

import django
from django.dispatch import Signal, dispatcher

from .awaiting import AsyncReceiver, async_receivers
from .patches import Patches, Replacement
from .rewriting import looping_send, noting_send_robust
from .tree import BY_VALUE, Node, Site, Tree

Methods = Dict[str, Callable[..., Any]]


def watched_dispatch(tree: Tree) -> Patches:
    return Patches({(Signal, name): _constant(method) for name, method in methods(tree).items()})


def _constant(method: Callable[..., Any]) -> Replacement:
    return lambda before: method


def methods(tree: Tree) -> Methods:
    """The methods of Signal that count in the tree, by name: those that this Django needs."""
    live_receivers = Signal._live_receivers
    if django.VERSION >= (5, 0):
        return {
            "_live_receivers": _watched_pair(tree, live_receivers),
            "_log_robust_failure": _watched_failure(
                tree,
                Signal._log_robust_failure,  # type: ignore[attr-defined]  # the stubs lack it
            ),
        }
    found: Methods = {"_live_receivers": _watched_list(tree, live_receivers)}  # type: ignore[arg-type]
    if _is_djangos(Signal.send) and sys.version_info < (3, 12):
        found["send"] = looping_send(Signal.send)
    if _is_djangos(Signal.send_robust):
        found["send_robust"] = noting_send_robust(Signal.send_robust, tree.count_failure)
    return found


def _is_djangos(method: Any) -> bool:
    return bool(getattr(method, "__globals__", None) is vars(dispatcher))


def _watched_pair(tree: Tree, live_receivers: Callable[..., tuple[list[Any], list[Any]]]) -> Any:
    """Of Django 5.0 and newer, which keeps the asynchronous receivers apart."""
    SyncReceivers, AsyncReceivers = _sync_receivers(tree), async_receivers(tree)
    cells, get_logical, by_identity = tree.cells, tree.logical.get, tree.by_identity
    ever_awaited = False

    @functools.wraps(live_receivers)
    def _live_receivers(self: Signal, sender: Any) -> Any:
        nonlocal ever_awaited
        found = receivers, asynchronous = live_receivers(self, sender)
        if not receivers and not asynchronous:
            return found
        logical = get_logical() if ever_awaited else None
        cell = cells.cell
        outer = cell.node if logical is None or logical is cell.logical else logical
        kind = type(sender)
        try:  # as Tree.site() does, without the call
            site = outer.sites[id(self)][
                id(sender) if kind in by_identity else (kind, sender) if kind in BY_VALUE else ~id(kind)
            ]
        except KeyError:
            site = tree.site(outer, self, sender)
        if site is None:
            return found
        if asynchronous:
            ever_awaited = True
            asynchronous = AsyncReceivers(asynchronous)
            asynchronous.site, asynchronous.alone = site, not receivers
            if not receivers:
                return receivers, asynchronous
        watched = SyncReceivers(receivers)
        watched.site = site
        watched.logical = logical
        return watched, asynchronous

    return _live_receivers


def _watched_list(tree: Tree, live_receivers: Callable[..., list[Any]]) -> Any:
    """Of Django before 5.0, which awaits no receivers, so that there is no logical node."""
    SyncReceivers = _sync_receivers(tree)
    cells, by_identity = tree.cells, tree.by_identity

    @functools.wraps(live_receivers)
    def _live_receivers(self: Signal, sender: Any) -> Any:
        receivers = live_receivers(self, sender)
        if not receivers:
            return receivers
        outer = cells.cell.node
        kind = type(sender)
        try:  # as above
            site = outer.sites[id(self)][
                id(sender) if kind in by_identity else (kind, sender) if kind in BY_VALUE else ~id(kind)
            ]
        except KeyError:
            site = tree.site(outer, self, sender)
        if site is None:
            return receivers
        watched = SyncReceivers(receivers)
        watched.site = site
        watched.logical = None
        return watched

    return _live_receivers


def _sync_receivers(tree: Tree) -> Any:
    """The class whose instances the dispatcher loops over, closed over what it needs at every step."""
    cells = tree.cells
    Method = types.MethodType
    each = list.__iter__

    class SyncReceivers(list):  # type: ignore[type-arg]  # subscripting it would fail on Python 3.8
        """The list that Django made; iterating counts one send and its calls."""

        __slots__ = ("logical", "site")

        logical: Node | None
        site: Site

        def __iter__(self) -> Iterator[Any]:
            site = self.site
            site.sends += 1
            nodes = site.nodes
            cell = cells.cell
            outer, outer_logical = cell.node, cell.logical
            cell.logical = self.logical
            node = outer
            try:
                for receiver in each(self):
                    try:
                        cell.node = node = nodes[
                            id(receiver.__func__ if type(receiver) is Method else receiver)
                        ]
                    except KeyError:
                        cell.node = node = site.meet(receiver)
                    start_s = perf_counter()
                    yield receiver
                    elapsed_s = perf_counter() - start_s
                    node.seconds += elapsed_s
                    node.calls += 1
            except GeneratorExit:  # the receiver has raised, and the dispatcher's loop is over
                elapsed_s = perf_counter() - start_s
                node.seconds += elapsed_s
                node.calls += 1
                node.exceptions += 1
                raise
            finally:
                if cell.node is node:  # else this iterator has outlived its send
                    cell.node, cell.logical = outer, outer_logical

    return SyncReceivers


def _watched_failure(tree: Tree, log_robust_failure: Callable[..., Any]) -> Any:
    """What Django 5.0 and newer calls when a receiver raises in send_robust() or asend_robust()."""

    @functools.wraps(log_robust_failure)
    def _log_robust_failure(self: Signal, receiver: Any, err: Exception) -> Any:
        if isinstance(receiver, AsyncReceiver):
            return log_robust_failure(self, receiver.receiver, err)
        tree.count_failure(self)
        return log_robust_failure(self, receiver, err)

    return _log_robust_failure
