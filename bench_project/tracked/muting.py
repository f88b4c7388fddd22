"""Ways of having a signal's receivers do nothing for a while: with mute(signal, receivers, sender): ..."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar

muted = ContextVar("muted", default=False)


@contextmanager
def left_on(signal, receivers, sender):
    """Nothing is muted."""
    yield


@contextmanager
def flag_raised(signal, receivers, sender):
    """Receivers are called all the same, and have to read the flag. It holds for this thread or task only."""
    token = muted.set(True)
    try:
        yield
    finally:
        muted.reset(token)


@contextmanager
def disconnected(signal, receivers, sender):
    """In all threads. The receivers come back in the order they had, but behind all others."""
    for receiver in receivers:
        signal.disconnect(receiver, sender=sender)
    try:
        yield
    finally:
        for receiver in receivers:
            signal.connect(receiver, sender=sender)


@contextmanager
def list_swapped(signal, receivers, sender):
    """In all threads, and for all receivers of the signal: what factory_boy's mute_signals does.

    The cache of a model signal has to be cleared both times, as connect() and disconnect() clear it. Else
    has_listeners() goes by it while the list is empty, or what was found out then is still true for send().
    What is connected in the meantime stays connected.
    """
    with signal.lock:
        put_aside, signal.receivers = signal.receivers, []
        signal.sender_receivers_cache.clear()
    try:
        yield
    finally:
        with signal.lock:
            signal.receivers = put_aside + signal.receivers
            signal.sender_receivers_cache.clear()
