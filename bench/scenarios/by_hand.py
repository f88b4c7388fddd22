"""Calling receivers without a signal: what a project would write where it has no dispatcher."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from asgiref.sync import sync_to_async

from bench.scenarios.receiver_kinds import Receiver
from bench_project.shop.models import Order

Receivers = Sequence[Receiver]
Await = Callable[[Receivers], Coroutine[Any, Any, "list[Any]"]]


def call_each(receivers: Receivers) -> list[Any]:
    """One after another."""
    return [receiver(signal=None, sender=Order) for receiver in receivers]


async def await_each(receivers: Receivers) -> list[Any]:
    """One after another."""
    return [await receiver(signal=None, sender=Order) for receiver in receivers]


async def gather(receivers: Receivers) -> list[Any]:
    """All at once, as a task each."""
    return await asyncio.gather(*(receiver(signal=None, sender=Order) for receiver in receivers))


async def call_in_thread(receivers: Receivers) -> list[Any]:
    """One after another, in the thread that asgiref keeps for synchronous code."""
    return await sync_to_async(call_each)(receivers)


def gather_in_new_loop(receivers: Receivers) -> list[Any]:
    """All at once, in an event loop made for it."""
    return asyncio.run(gather(receivers))
