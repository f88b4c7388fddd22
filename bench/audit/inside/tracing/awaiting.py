"""Asynchronous receivers: Django 5.0 and newer awaits them beside each other.

The dispatcher goes through its list of them twice: first to call each, then to pair each with its response.
The first time it gets callables that count, the second time the receivers themselves.

Django 6.1 runs all receivers of a send in one context, so what a receiver does is told from what the others
do by setting the logical node for each step of its coroutine, and taking it back at the step's end.
"""

from __future__ import annotations

import asyncio
import functools
import types
from time import perf_counter
from typing import Any, Callable, Generator, Iterator

from .tree import Node, Site, Tree


class AsyncReceiver(functools.partial):  # type: ignore[type-arg]  # subscripting it would fail on Python 3.8
    """Calls a receiver, its first argument; what it awaits is counted as the receiver's own."""

    @property
    def receiver(self) -> Any:
        return self.args[0]

    def __getattr__(self, name: str) -> Any:
        return getattr(self.args[0], name)


def async_receivers(tree: Tree) -> Any:
    """The class of what the dispatcher gets in the place of its list of asynchronous receivers."""
    call = _counted_call(tree)

    class AsyncReceivers(list):  # type: ignore[type-arg]  # as above
        __slots__ = ("alone", "site")

        alone: bool
        """Whether there are no others, which would count the send."""
        site: Site | None
        """None once the receivers have been handed out to be called."""

        def __iter__(self) -> Iterator[Any]:
            receivers = list.__iter__(self)
            site, self.site = self.site, None
            if site is None:
                return receivers
            site.sends += self.alone
            return iter([AsyncReceiver(call, receiver, _node(site, receiver)) for receiver in receivers])

    return AsyncReceivers


def _node(site: Site, receiver: Any) -> Node:
    known = site.nodes.get(id(receiver.__func__ if type(receiver) is types.MethodType else receiver))
    if known is not None:
        return known
    node = site.meet(receiver)
    node.kind = "async"
    return node


def _counted_call(tree: Tree) -> Callable[..., Any]:
    set_logical, reset_logical = tree.logical.set, tree.logical.reset

    def call(receiver: Any, node: Node, /, **named: Any) -> Any:
        node.calls += 1
        try:
            awaitable = receiver(**named)
        except BaseException:  # whatever it raises is counted, and goes on to the dispatcher
            node.exceptions += 1
            raise
        if type(awaitable) is not types.CoroutineType:
            if not hasattr(awaitable, "__await__"):
                return awaitable
            awaitable = _coroutine(awaitable)
        awaited = Awaited()
        awaited.coroutine = awaitable
        awaited.steps = generator = steps(awaitable.send, awaitable.throw, node)
        awaited.send = generator.send
        next(generator)
        return awaited

    def steps(send: Any, throw: Any, node: Node) -> Generator[Any, Any, Any]:
        """Yields once before the first step, so that an exception thrown then reaches the coroutine."""
        try:
            step, argument = send, (yield)
        except GeneratorExit:  # nobody awaits it: Python's own warning about that is the coroutine's to give
            return None
        except BaseException as error:  # cancelled before its first step
            step, argument = throw, error
        start_s = perf_counter()
        try:
            while True:
                token = set_logical(node)
                try:
                    yielded = step(argument)
                finally:
                    reset_logical(token)
                try:
                    step, argument = send, (yield yielded)
                except BaseException as error:  # thrown in from outside, for the coroutine to handle
                    step, argument = throw, error
        except StopIteration as end:
            return end.value
        except (asyncio.CancelledError, GeneratorExit):  # that it was cancelled is no failure
            raise
        except BaseException:  # as in call()
            node.exceptions += 1
            raise
        finally:
            elapsed_s = perf_counter() - start_s
            node.seconds += elapsed_s

    return call


class Awaited:
    """A receiver's coroutine. Its time is what passes from its first step to its last, waiting included."""

    __slots__ = ("coroutine", "send", "steps")

    coroutine: Any
    send: Any
    """Of `steps`: an attribute, as asyncio then calls it without a function between."""
    steps: Any

    def __await__(self) -> Any:
        return self.steps

    def throw(self, *error: Any) -> Any:
        return self.steps.throw(*error)

    def close(self) -> None:
        self.steps.close()
        self.coroutine.close()

    def __getattr__(self, name: str) -> Any:
        """Such as cr_frame and __qualname__, for whoever prints a task."""
        if name in Awaited.__slots__:
            raise AttributeError(name)
        return getattr(self.coroutine, name)


async def _coroutine(awaitable: Any) -> Any:
    return await awaitable
