"""The entries of `Signal.receivers`, in the shapes that Django 3.2 to 6.1 give them.

3.2 to 4.2   ((receiver key, sender key), receiver or weak reference)
5.0 to 5.2   the same, then whether it is asynchronous
6.0 and 6.1  the same, then a weak reference to the sender or None, then whether it is asynchronous
"""

from __future__ import annotations

import weakref
from typing import Any, NamedTuple

from django.dispatch import Signal
from django.dispatch.dispatcher import NONE_ID, _make_id  # type: ignore[attr-defined]  # private, no stub


class Registration(NamedTuple):
    """One entry of a signal's list."""

    signal: Signal
    key: Any
    """(receiver key, sender key), as Django compares them; keys are ids, or a dispatch_uid."""
    receiver: Any
    """The function that is called, or None for one that has died."""
    weak: bool
    is_async: bool | None
    """Whether Django awaits it; None before Django 5.0, which awaits nothing."""
    sender_died: bool
    """Known from Django 6.0 on."""

    @property
    def any_sender(self) -> bool:
        return bool(self.key[1] == NONE_ID)

    @property
    def dispatch_uid(self) -> Any:
        """What it was connected with, else None. Of a dead receiver, numbers cannot be told from its id."""
        own = self.key[0]
        if self.receiver is not None:
            return None if own == _make_id(self.receiver) else own
        ids = own if isinstance(own, tuple) else (own,)
        return None if all(isinstance(part, int) for part in ids) else own


def identity(signal: Signal, key: Any) -> tuple[Any, ...]:
    """Signal and key as something to look up by: Django takes any object for a dispatch_uid."""
    own, sender = key
    parts = own if isinstance(own, tuple) else (own,)
    hashable = all(isinstance(part, (int, str)) for part in parts)
    return id(signal), own if hashable else id(own), sender


def registrations(signal: Signal) -> list[Registration]:
    """What is connected to the signal, in the order of its list. Nothing is called or cleaned up."""
    return [_registration(signal, entry) for entry in list(signal.receivers)]


def _registration(signal: Signal, entry: Any) -> Registration:
    key, receiver, *rest = entry
    weak = isinstance(receiver, weakref.ReferenceType)
    flags = [part for part in rest if isinstance(part, bool)]
    senders = [part for part in rest if isinstance(part, weakref.ReferenceType)]
    return Registration(
        signal=signal,
        key=key,
        receiver=receiver() if weak else receiver,
        weak=weak,
        is_async=flags[0] if flags else None,
        sender_died=any(sender() is None for sender in senders),
    )
