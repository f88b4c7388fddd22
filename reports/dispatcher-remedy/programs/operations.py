"""What side_by_side.py does to a signal: one function for each operation, the same for both worlds."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import cast
from world import VARIABLE, World

LOOP = asyncio.new_event_loop()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One operation with all that it may need, drawn at random."""

    operation: str
    number: int
    kind: str
    sender: str
    weak: bool
    dispatch_uid: object
    named: dict[str, int]


def perform(world: World, step: Step) -> Any:
    """What the operation returns, in names. Raises what it raises."""
    return OPERATIONS[step.operation](world, step)


def _connect(world: World, step: Step) -> Any:
    receiver, sender = world.receiver(step.number, step.kind), world.sender(step.sender)
    return world.signal.connect(receiver, sender=sender, weak=step.weak, dispatch_uid=step.dispatch_uid)


def _disconnect(world: World, step: Step) -> Any:
    receiver, sender = world.receivers.get(step.number), world.sender(step.sender)
    return world.signal.disconnect(receiver, sender=sender, dispatch_uid=step.dispatch_uid)


def _kill(world: World, step: Step) -> None:
    world.receivers.pop(step.number, None)


def _kill_sender(world: World, step: Step) -> None:
    world.senders.pop(step.sender, None)


def _new_sender(world: World, step: Step) -> None:
    if step.sender in cast.SENDERS:
        world.senders[step.sender] = cast.new_sender(step.sender)


def _collect(world: World, step: Step) -> None:
    gc.collect()


def _has_listeners(world: World, step: Step) -> Any:
    return world.signal.has_listeners(world.sender(step.sender))


def _live_receivers(world: World, step: Step) -> Any:
    """What sentry-sdk's own _live_receivers() calls."""
    return tuple(
        [world.number(each) for each in kind]
        for kind in world.signal._live_receivers(world.sender(step.sender))
    )


def _mute(world: World, step: Step) -> Any:
    """Send while there are no receivers, as within factory_boy's mute_signals()."""
    signal = world.signal
    kept, signal.receivers = signal.receivers, []
    try:
        return world.told(signal.send(world.sender(step.sender), x=1))
    finally:
        signal.receivers = kept + signal.receivers
        with signal.lock:
            signal.sender_receivers_cache.clear()


def _send(world: World, step: Step, method: str) -> Any:
    return world.told(getattr(world.signal, method)(world.sender(step.sender), **step.named))


def _asend(world: World, step: Step, method: str) -> Any:
    async def sending() -> Any:
        VARIABLE.set(100)
        responses = await getattr(world.signal, method)(world.sender(step.sender), **step.named)
        return world.told(responses), VARIABLE.get()

    return LOOP.run_until_complete(sending())


def _send_in_loop(world: World, step: Step) -> Any:
    async def sending() -> Any:
        return _send(world, step, "send")

    return LOOP.run_until_complete(sending())


def _cancel(world: World, step: Step) -> Any:
    """Cancel what was just begun; with asynchronous receivers only, since threads are begun at random."""
    if not all(is_async for *_, is_async in world.signal.receivers):
        return None

    async def cancelling() -> Any:
        task = asyncio.ensure_future(world.signal.asend(world.sender(step.sender)))
        await asyncio.sleep(0)
        task.cancel()
        try:
            return world.told(await task)
        except asyncio.CancelledError:
            return "cancelled"

    return LOOP.run_until_complete(cancelling())


OPERATIONS: dict[str, Callable[[World, Step], Any]] = {
    "connect": _connect,
    "disconnect": _disconnect,
    "kill": _kill,
    "kill sender": _kill_sender,
    "new sender": _new_sender,
    "collect": _collect,
    "has_listeners": _has_listeners,
    "_live_receivers": _live_receivers,
    "mute": _mute,
    "send": partial(_send, method="send"),
    "send_robust": partial(_send, method="send_robust"),
    "asend": partial(_asend, method="asend"),
    "asend_robust": partial(_asend, method="asend_robust"),
    "send in loop": _send_in_loop,
    "cancel": _cancel,
}
