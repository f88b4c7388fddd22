"""Signals that get a number of receivers, or lose them, for connect.py; and whether they did."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from django.db.models.signals import ModelSignal

from bench.scenarios.receiver_kinds import Receiver, function
from bench_project.shop import listening
from bench_project.shop.models import Order


class Pair(NamedTuple):
    """A signal like post_save, and receivers for it."""

    signal: ModelSignal
    functions: list[Receiver]


Fresh = Callable[[int], Pair]
Check = Callable[[Pair], bool]


def unconnected(receivers: int) -> Pair:
    """A new signal, whose cache knows orders as senders to whom nobody listens."""
    signal = ModelSignal(use_caching=True)
    signal.has_listeners(Order)
    return Pair(signal, [function() for _ in range(receivers)])


def connected_before(receivers: int) -> Pair:
    """A new signal with its receivers in place, which its cache knows, too."""
    pair = unconnected(receivers)
    listening.connect(*pair)
    pair.signal.has_listeners(Order)
    return pair


def are_connected(pair: Pair) -> bool:
    """Whether the signal forgot its senders, and calls each receiver once, in order."""
    forgot = not len(pair.signal.sender_receivers_cache)
    return forgot and [receiver for receiver, _ in pair.signal.send(sender=Order)] == pair.functions


def are_disconnected(pair: Pair) -> bool:
    """Whether the signal forgot its senders, and has no receiver."""
    return not len(pair.signal.sender_receivers_cache) and not pair.signal.receivers


DISCONNECTED: dict[str, Any] = {"fresh": connected_before, "check": are_disconnected}
