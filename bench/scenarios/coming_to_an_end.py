"""Receivers that wait and then note that they have come to their end, for waiting.py."""

from __future__ import annotations

import asyncio
import time

from bench.scenarios.receiver_kinds import Receiver, counted

WAIT_S = 0.0001


@counted
def come_to_an_end() -> None:
    """What the oracle counts in place of the receiver, whose beginning would tell nothing."""


def waiting() -> Receiver:
    def receiver(sender: object, **kwargs: object) -> None:
        time.sleep(WAIT_S)
        come_to_an_end()

    return receiver


def waiting_async() -> Receiver:
    async def receiver(sender: object, **kwargs: object) -> None:
        await asyncio.sleep(WAIT_S)
        come_to_an_end()

    return receiver
