"""The senders and receivers that side_by_side.py sends by and to."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

Called = Callable[[str, Any, Any, dict[str, Any]], Any]
"""What a receiver tells: its kind, the signal, the sender and the other arguments. Gives its response."""

SENDERS = ("plain0", "plain1", "plain2", "equal0", "equal1", "class0")
"""Those that can die. They can be referred to weakly."""
RECEIVER_KINDS = {
    "sync": 8,
    "async": 3,
    "method": 3,
    "async method": 1,
    "object": 2,
    "narrow": 0.3,
    "none": 0.1,
}
"""How often each is chosen, relative to the others."""


class Plain:
    """A sender, as any instance is."""


class Unweakrefable:
    """A sender that no weak reference can point to."""

    __slots__ = ()


class Unhashable:
    """A sender that a cache of senders cannot hold."""

    __hash__ = None  # type: ignore[assignment]  # how Python is told that instances have no hash


class Equal:
    """A sender that equals every other of its class, and is not the same."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Equal)

    def __hash__(self) -> int:
        return 7


class Bound:
    """An object whose methods are receivers."""

    def __init__(self, called: Called) -> None:
        self.called = called

    def sync(self, signal: Any, sender: Any, **named: Any) -> Any:
        return self.called("method", signal, sender, named)

    async def asynchronous(self, signal: Any, sender: Any, **named: Any) -> Any:
        return self.called("async method", signal, sender, named)


class CallableObject:
    """An object that is a receiver."""

    def __init__(self, called: Called) -> None:
        self.called = called

    def __call__(self, signal: Any, sender: Any, **named: Any) -> Any:
        return self.called("object", signal, sender, named)


def new_sender(name: str) -> Any:
    """A sender of the kind that its name begins with, see SENDERS."""
    if name.startswith("class"):
        return type("Sender", (), {})
    return Plain() if name.startswith("plain") else Equal()


def new_receiver(number: int, kind: str, called: Called) -> Any:
    """A receiver of one of RECEIVER_KINDS; asynchronous ones give way to others up to twice."""

    def sync(signal: Any, sender: Any, **named: Any) -> Any:
        return called("sync", signal, sender, named)

    async def asynchronous(signal: Any, sender: Any, **named: Any) -> Any:
        for _ in range(number % 3):
            await asyncio.sleep(0)
        return called("async", signal, sender, named)

    def narrow(sender: Any) -> None:
        """Takes too little: to call it is a TypeError."""

    receivers: dict[str, Any] = {
        "sync": sync,
        "async": asynchronous,
        "narrow": narrow,
        "method": Bound(called).sync,
        "async method": Bound(called).asynchronous,
        "object": CallableObject(called),
        "none": None,
    }
    receiver = receivers[kind]
    if kind in ("sync", "async", "narrow"):
        receiver.__name__ = receiver.__qualname__ = f"receiver{number}"
    return receiver
