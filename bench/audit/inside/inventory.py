"""Every receiver of a started project, with all that can be told about it."""

from __future__ import annotations

import inspect
from typing import Any, Dict, List, NamedTuple, Optional

from .naming import Place, app_label, origin, place, sender_name
from .registrations import Registration, registrations
from .senders import find_senders
from .signals import find_signals

DEAD = "(dead)"
UNKNOWN = "(unknown)"


class Line(NamedTuple):
    """One registration, in words."""

    registration: Registration
    signal: str
    sender: Optional[str]
    """None for any sender; "(dead)" and "(unknown)" for one that is gone or cannot be found again."""
    sender_object: Any
    receiver: Place
    app: Optional[str]
    origin: str
    is_async: bool

    def as_json(self) -> Dict[str, Any]:
        uid = self.registration.dispatch_uid
        return {
            "signal": self.signal,
            "sender": self.sender,
            "receiver": self.receiver.name,
            "file": self.receiver.file,
            "line": self.receiver.line,
            "app": self.app,
            "weak": self.registration.weak,
            "dispatch_uid": uid if uid is None or isinstance(uid, str) else ascii(uid),
            "is_async": self.is_async,
            "alive": self.registration.alive,
            "origin": self.origin,
        }


def take_inventory() -> List[Line]:
    """One line per registration, by signal and in the order in which they would be called."""
    named = [(registration, one.name) for one in find_signals() for registration in registrations(one.signal)]
    senders = find_senders([registration for registration, _ in named])
    return [_line(registration, name, senders) for registration, name in named]


def _line(registration: Registration, signal: str, senders: Dict[Any, Any]) -> Line:
    receiver = registration.receiver
    told = Place(DEAD, "", None, None) if receiver is None else place(receiver)
    sender = None if registration.any_sender else senders.get(registration.key[1])
    return Line(
        registration=registration,
        signal=signal,
        sender=_sender(registration, sender),
        sender_object=sender,
        receiver=told,
        app=app_label(told.module),
        origin=origin(told.module, told.file),
        is_async=registration.is_async or inspect.iscoroutinefunction(receiver),
    )


def _sender(registration: Registration, sender: Any) -> Optional[str]:
    if registration.any_sender:
        return None
    if registration.sender_died:
        return DEAD
    return UNKNOWN if sender is None else sender_name(sender)
