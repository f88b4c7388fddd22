"""Asynchronous receivers: Django 5.0 and newer awaits them beside each other.

The dispatcher goes through its list of them twice: first to call each, then to pair each with its response.
The first time it gets callables that count, the second time the receivers themselves.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from time import perf_counter
from typing import Any, Iterator

from .tree import Node, Site, Tree


class AsyncReceivers(list):  # type: ignore[type-arg]  # subscripting it would fail on Python 3.8
    """What the dispatcher gets in the place of its list of asynchronous receivers."""

    __slots__ = ("alone", "site", "tree")

    alone: bool
    """Whether there are no others, which would count the send."""
    site: Site | None
    """None once the receivers have been handed out to be called."""
    tree: Tree

    def __iter__(self) -> Iterator[Any]:
        receivers = list.__iter__(self)
        site, self.site = self.site, None
        if site is None:
            return receivers
        site.sends += self.alone
        return iter([AsyncReceiver(receiver, site, self.tree) for receiver in receivers])


class AsyncReceiver:
    """Calls a receiver; what it awaits is counted as the receiver's own."""

    __slots__ = ("_node", "_tree", "receiver")

    def __init__(self, receiver: Any, site: Site, tree: Tree) -> None:
        self.receiver = receiver
        self._node = site.get(id(receiver)) or site.meet(receiver)
        self._tree = tree

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        node = self._node
        node.calls += 1
        try:
            awaitable = self.receiver(*arguments, **named)
        except BaseException:  # whatever it raises is counted, and goes on to the dispatcher
            node.exceptions += 1
            raise
        return Awaited(awaitable, node, self._tree) if hasattr(awaitable, "__await__") else awaitable

    def __getattr__(self, name: str) -> Any:
        return getattr(self.receiver, name)


class Awaited(Coroutine):  # type: ignore[type-arg]  # as above
    """A receiver's coroutine. Its time is what passes from its first step to its last, waiting included."""

    def __init__(self, awaitable: Any, node: Node, tree: Tree) -> None:
        self._inner = awaitable if hasattr(awaitable, "send") else awaitable.__await__()
        self._node = node
        self._tree = tree
        self._start_s: float | None = None

    def send(self, value: Any) -> Any:
        if value is None and not hasattr(self._inner, "send"):
            return self._step(next, self._inner)
        return self._step(self._inner.send, value)

    def throw(self, *error: Any) -> Any:
        return self._step(self._inner.throw, *error)

    def close(self) -> None:
        self._inner.close()

    def __await__(self) -> Any:
        return self

    __iter__ = __await__

    def __next__(self) -> Any:
        return self.send(None)

    def __getattr__(self, name: str) -> Any:
        """Such as cr_frame and __qualname__, for whoever prints a task."""
        if name == "_inner":
            raise AttributeError(name)
        return getattr(self._inner, name)

    def _step(self, go_on: Any, *arguments: Any) -> Any:
        node = self._node
        cell = self._tree.cells.cell
        outer, outer_logical = cell.node, cell.logical
        token = self._tree.logical.set(node)
        cell.node = cell.logical = node
        if self._start_s is None:
            self._start_s = perf_counter()
        try:
            return go_on(*arguments)
        except StopIteration:
            self._end()
            raise
        except BaseException as error:  # the same; that it was cancelled is no failure
            failed = not isinstance(error, (asyncio.CancelledError, GeneratorExit))
            node.exceptions += failed
            self._end()
            raise
        finally:
            cell.node, cell.logical = outer, outer_logical
            self._tree.logical.reset(token)

    def _end(self) -> None:
        elapsed_s = perf_counter() - (self._start_s or perf_counter())
        self._node.seconds += elapsed_s
