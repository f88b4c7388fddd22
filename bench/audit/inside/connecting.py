"""Who calls `Signal.connect` while the project starts: what the signals' lists cannot tell afterwards."""

from __future__ import annotations

import functools
import gc
import sys
import weakref
from types import FrameType
from typing import Any, Callable, NamedTuple

import django
import django.apps.registry
import django.db.models.signals
import django.dispatch.dispatcher
import django.utils.inspect
from django.apps import apps
from django.dispatch import Signal
from django.dispatch.dispatcher import _make_id  # type: ignore[attr-defined]  # private, no stub

from .naming import Place, place, sender_name

DISPATCH_FILES = (
    django.apps.registry.__file__,  # a sender that is named by a string
    django.db.models.signals.__file__,
    django.dispatch.dispatcher.__file__,
    __file__,
)


class Connection(NamedTuple):
    """One call of connect()."""

    signal: Signal
    key: tuple[Any, Any]
    """As in `registrations.Registration`."""
    receiver: Place
    sender: str | None
    receiver_reference: Callable[[], Any]
    """The receiver, or None when it has died."""
    sender_reference: Callable[[], Any]
    """The sender, or None when it has died or is any."""
    file: str
    line: int
    """Where connect() was called, or the decorator that called it."""
    stage: str
    """ "loading" while applications and models are imported, "ready" inside ready(), "started" after that."""

    @property
    def receiver_died(self) -> bool:
        return self.receiver_reference() is None

    @property
    def sender_died(self) -> bool:
        return self.sender is not None and self.sender_reference() is None


class Connections:
    """Records calls of connect() between `with` and its end, where `Signal.connect` is its old self again."""

    def __init__(self) -> None:
        self.seen: list[Connection] = []
        self._original: Any = None
        self._recording: Any = None

    def __enter__(self) -> Connections:
        original = self._original = Signal.connect

        @functools.wraps(original)
        def connect(
            signal: Signal,
            receiver: Any,
            sender: Any = None,
            weak: bool = True,
            dispatch_uid: Any = None,
        ) -> Any:
            result = original(signal, receiver, sender=sender, weak=weak, dispatch_uid=dispatch_uid)
            self.seen.append(_connection(signal, receiver, sender, weak, dispatch_uid))
            return result

        self._recording = connect
        Signal.connect = connect  # type: ignore[method-assign,assignment]  # what this class is for
        return self

    def __exit__(self, *_: object) -> None:
        if Signal.connect is self._recording:  # else the project has wrapped it too, and what it made stays
            Signal.connect = self._original  # type: ignore[method-assign]


def clear_debug_caches() -> None:
    """Let go of receivers that live only by accident.

    With DEBUG = True connect() checks the receiver's signature, and the cache of those checks holds on to
    it: a lambda that was connected weakly is called in development, and dead without DEBUG.
    """
    for cached in vars(django.utils.inspect).values():
        if hasattr(cached, "cache_clear"):
            cached.cache_clear()
    gc.collect()


def _connection(signal: Signal, receiver: Any, sender: Any, weak: bool, dispatch_uid: Any) -> Connection:
    file, line = _caller(sys._getframe(2))
    return Connection(
        signal=signal,
        key=(dispatch_uid or _make_id(receiver), _make_id(sender)),
        receiver=place(receiver),
        sender=None if sender is None else sender_name(sender),
        receiver_reference=_reference(receiver) if weak else (lambda: receiver),
        sender_reference=_sender_reference(sender),
        file=file,
        line=line,
        stage="started" if apps.ready else "ready" if apps.models_ready else "loading",
    )


def _reference(receiver: Any) -> Any:
    bound = hasattr(receiver, "__self__") and hasattr(receiver, "__func__")  # as Django tells it
    return weakref.WeakMethod(receiver) if bound else weakref.ref(receiver)


def _sender_reference(sender: Any) -> Callable[[], Any]:
    """Alive for as long as Django takes the sender to be.

    Django keeps no reference to what has no weak ones; it is held here, so that nothing else gets its id.
    """
    if django.VERSION < (6, 0) and hasattr(sender, "__func__"):
        return weakref.WeakMethod(
            sender
        )  # known by the ids of its parts; later, a reference to it dies at once
    try:
        return weakref.ref(sender)
    except TypeError:
        return lambda: sender


def _caller(frame: FrameType | None) -> tuple[str, int]:
    while frame is not None and frame.f_code.co_filename in DISPATCH_FILES:
        frame = frame.f_back
    return (frame.f_code.co_filename, frame.f_lineno) if frame else ("?", 0)
