"""One receiver that does nothing, connected wherever a scenario wants it."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager

from django.dispatch import Signal

from bench.scenarios.receiver_kinds import connected, function

Signals = Iterable[Signal]
Sender = object
"""A model, its name as in "shop.Order", or None for all of them."""


@contextmanager
def listening(signals: Signals, senders: Iterable[Sender]) -> Iterator[None]:
    """Connect it to each of the signals for each of the senders, and disconnect it on the way out."""
    receiver = function()
    with ExitStack() as stack:
        for signal, sender in itertools.product(signals, senders):
            stack.enter_context(connected(signal, receiver, sender=sender))
        yield
