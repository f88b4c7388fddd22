"""Receivers that do nothing, one maker for each kind that can be connected, and ways of connecting them.

A maker returns a new object at every call, since connecting the same one twice connects it once.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import CodeType
from typing import Any, TypeVar

from django.dispatch import Signal

Receiver = Callable[..., Any]
Maker = Callable[[], Receiver]
AnyReceiver = TypeVar("AnyReceiver", bound=Receiver)

COUNTED: set[CodeType] = set()
"""The code of every receiver: the oracle counts how often it runs, and timing pays nothing for it."""


def counted(receiver: AnyReceiver) -> AnyReceiver:
    """Have the oracle count the calls of this receiver."""
    COUNTED.add(receiver.__code__)
    return receiver


def function() -> Receiver:
    @counted
    def receiver(sender: object, **kwargs: object) -> None:
        pass

    return receiver


def coroutine_function() -> Receiver:
    @counted
    async def receiver(sender: object, **kwargs: object) -> None:
        pass

    return receiver


def function_for(wanted: type) -> Receiver:
    """Tests the sender itself, as a receiver has to that is connected for every sender."""

    @counted
    def receiver(sender: object, **kwargs: object) -> None:
        if sender is not wanted:
            return

    return receiver


def lambda_() -> Receiver:
    return counted(lambda sender, **kwargs: None)


def partial() -> Receiver:
    return functools.partial(function())


class Listener:
    @counted
    def receive(self, sender: object, **kwargs: object) -> None:
        pass


def bound_method() -> Receiver:
    return Listener().receive


class CallableListener:
    @counted
    def __call__(self, sender: object, **kwargs: object) -> None:
        pass


def callable_instance() -> Receiver:
    return CallableListener()


def new_signal(
    *receivers: Receiver, sender: object = None, weak: bool = True, caching: bool = False
) -> Signal:
    """A signal that no other variant can see, connected to the receivers."""
    signal = Signal(use_caching=caching)
    for receiver in receivers:
        signal.connect(receiver, sender=sender, weak=weak)
    return signal


@contextmanager
def connected(signal: Signal, *receivers: Receiver, sender: object = None) -> Iterator[None]:
    """Connect the receivers to a signal that all share, and disconnect them on the way out."""
    for receiver in receivers:
        signal.connect(receiver, sender=sender)
    try:
        yield
    finally:
        for receiver in receivers:
            signal.disconnect(receiver, sender=sender)
