"""How Django's dispatcher is watched.

Every send asks `Signal._live_receivers` for the receivers and then goes through them with a `for` loop. What
is handed out here is the same receivers behind an iterator that looks at the clock each time the loop comes
back for the next one. So the dispatcher calls the receivers themselves, with no frame of ours between, and
returns and logs them; an exception drops the iterator, which ends the count. A signal without receivers
never asks.

Django before 5.0 sends in a list comprehension, whose frame keeps the iterator as long as the traceback:
there `send` is the same in a loop, as Django itself has it from 5.0 on, and `send_robust` is the same but for
one line that counts. A project that has replaced these methods keeps its own.
"""

from __future__ import annotations

import functools
from time import perf_counter
from typing import Any, Callable, Dict, Iterator

import django
from django.dispatch import Signal, dispatcher
from django.dispatch.dispatcher import NO_RECEIVERS

from .awaiting import AsyncReceiver, AsyncReceivers
from .patches import Patches, Replacement
from .tree import Node, Site, Tree

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
    if _is_djangos(Signal.send):
        found["send"] = functools.wraps(Signal.send)(_send)
    if _is_djangos(Signal.send_robust):
        found["send_robust"] = functools.wraps(Signal.send_robust)(_robust_sender(tree))
    return found


def _is_djangos(method: Any) -> bool:
    return bool(getattr(method, "__globals__", None) is vars(dispatcher))


def _watched_pair(tree: Tree, live_receivers: Callable[..., tuple[list[Any], list[Any]]]) -> Any:
    """Of Django 5.0 and newer, which keeps the asynchronous receivers apart."""
    SyncReceivers = _sync_receivers(tree)
    cells = tree.cells
    get_logical = tree.logical.get

    @functools.wraps(live_receivers)
    def _live_receivers(self: Signal, sender: Any) -> Any:
        found: Any
        found = receivers, asynchronous = live_receivers(self, sender)
        if not receivers and not asynchronous:
            return found
        logical = get_logical()
        cell = cells.cell
        outer = cell.node if logical is None or logical is cell.logical else logical
        try:
            site = outer.sites[id(self)][id(sender)]
        except KeyError:
            site = tree.site(outer, self, sender)
        if site is None:
            return found
        if asynchronous:
            awaited = AsyncReceivers(asynchronous)
            awaited.tree, awaited.site, awaited.alone = tree, site, not receivers
            if not receivers:
                return receivers, awaited
            found = receivers, awaited
        watched = SyncReceivers()
        watched.receivers = receivers
        watched.site = site
        watched.logical = logical
        return watched, found[1]

    return _live_receivers


def _watched_list(tree: Tree, live_receivers: Callable[..., list[Any]]) -> Any:
    """Of Django before 5.0, which awaits no receivers, so that there is no logical node."""
    SyncReceivers = _sync_receivers(tree)
    cells = tree.cells

    @functools.wraps(live_receivers)
    def _live_receivers(self: Signal, sender: Any) -> Any:
        receivers = live_receivers(self, sender)
        if not receivers:
            return receivers
        watched = SyncReceivers()
        watched.receivers = receivers
        watched.logical = None
        outer = cells.cell.node
        try:
            watched.site = outer.sites[id(self)][id(sender)]
        except KeyError:
            watched.site = tree.site(outer, self, sender)
        return receivers if watched.site is None else watched

    return _live_receivers


def _sync_receivers(tree: Tree) -> Any:
    """The class whose instances the dispatcher loops over, closed over what it needs at every step."""
    cells = tree.cells

    class SyncReceivers:
        """Iterating counts one send and its calls. The rest is what others who patch the dispatcher use."""

        __slots__ = ("logical", "receivers", "site")

        logical: Node | None
        receivers: list[Any]
        site: Site

        def __iter__(self) -> Iterator[Any]:
            site = self.site
            site.sends += 1
            cell = cells.cell
            outer, outer_logical = cell.node, cell.logical
            cell.logical = self.logical
            node = outer
            try:
                for receiver in self.receivers:
                    try:
                        cell.node = node = site[id(receiver)]
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

        def __len__(self) -> int:
            return len(self.receivers)

        def __getitem__(self, index: Any) -> Any:
            return self.receivers[index]

        def __setitem__(self, index: Any, receiver: Any) -> None:
            self.receivers[index] = receiver

    return SyncReceivers


def _watched_failure(tree: Tree, log_robust_failure: Callable[..., Any]) -> Any:
    """What Django 5.0 and newer calls when a receiver raises in send_robust() or asend_robust()."""

    @functools.wraps(log_robust_failure)
    def _log_robust_failure(self: Signal, receiver: Any, err: Exception) -> Any:
        if isinstance(receiver, AsyncReceiver):
            return log_robust_failure(self, receiver.receiver, err)
        tree.node().exceptions += 1
        return log_robust_failure(self, receiver, err)

    return _log_robust_failure


def _send(self: Any, sender: Any, **named: Any) -> Any:
    if not self.receivers or self.sender_receivers_cache.get(sender) is NO_RECEIVERS:
        return []
    responses = []
    for receiver in self._live_receivers(sender):
        response = receiver(signal=self, sender=sender, **named)
        responses.append((receiver, response))
    return responses


def _robust_sender(tree: Tree) -> Any:
    def send_robust(self: Any, sender: Any, **named: Any) -> Any:
        if not self.receivers or self.sender_receivers_cache.get(sender) is NO_RECEIVERS:
            return []
        responses = []
        for receiver in self._live_receivers(sender):
            try:
                response = receiver(signal=self, sender=sender, **named)
            except Exception as err:  # as Django does
                tree.node().exceptions += 1
                dispatcher.logger.error(
                    "Error calling %s in Signal.send_robust() (%s)", receiver.__qualname__, err, exc_info=err
                )
                responses.append((receiver, err))
            else:
                responses.append((receiver, response))
        return responses

    return send_robust
