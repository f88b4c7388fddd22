"""What a package connects when a class is made: set aside then, and connected as it was where it is wanted.

A package may offer no way of connecting its receivers later, or of disconnecting them. So this takes the
entries themselves off the signals' lists, which is all that Signal.disconnect() does, and puts them back.
"""

from __future__ import annotations

from contextlib import contextmanager

from django.db.models import signals
from django.dispatch import Signal

MODEL_SIGNALS = [signal for signal in vars(signals).values() if isinstance(signal, Signal)]


@contextmanager
def set_aside():
    """Yield a list of what the block connects to the model signals. When it ends, that is disconnected."""
    before = [(signal, list(signal.receivers)) for signal in MODEL_SIGNALS]
    connections = []
    try:
        yield connections
    finally:
        for signal, receivers in before:
            connections += [(signal, entry) for entry in signal.receivers if entry not in receivers]
        _disconnect(connections)


@contextmanager
def connected_again(connections):
    """Connect what was set aside, for as long as the block lasts."""
    for signal, entry in connections:
        with signal.lock:
            signal.receivers.append(entry)
            signal.sender_receivers_cache.clear()
    try:
        yield
    finally:
        _disconnect(connections)


def _disconnect(connections):
    for signal, entry in connections:
        with signal.lock:
            signal.receivers.remove(entry)
            signal.sender_receivers_cache.clear()
