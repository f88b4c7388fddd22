"""Every receiver of a started project, with all that can be told about it."""

from __future__ import annotations

import inspect
from typing import Any, Iterable, NamedTuple

from .connecting import Connection
from .naming import Place, app_label, origin, place, sender_name
from .registrations import Registration, identity, registrations
from .senders import find_senders
from .signals import find_signals

DEAD = "(dead sender)"
UNKNOWN = "(unknown sender)"


class Line(NamedTuple):
    """One registration, in words."""

    registration: Registration
    signal: str
    sender: str | None
    """None for any sender; "(dead sender)" or "(unknown sender)" for one that is gone and was not seen being
    connected."""
    sender_object: Any
    alive: bool
    receiver: Place
    app: str | None
    origin: str
    is_async: bool

    def as_json(self) -> dict[str, Any]:
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
            "alive": self.alive,
            "origin": self.origin,
        }


def take_inventory(connections: Iterable[Connection]) -> list[Line]:
    """One line per registration, by signal and in the order in which they would be called.

    connections: what was seen of them being connected, which names those that are dead by now.
    """
    seen = {identity(one.signal, one.key): one for one in connections}
    named = [(registration, one.name) for one in find_signals() for registration in registrations(one.signal)]
    senders = find_senders([registration for registration, _ in named])
    return [
        _line(registration, name, senders, seen.get(identity(registration.signal, registration.key)))
        for registration, name in named
    ]


def _line(
    registration: Registration, signal: str, senders: dict[Any, Any], connection: Connection | None
) -> Line:
    receiver = registration.receiver
    sender_died = registration.sender_died or (connection is not None and connection.sender_died)
    sender = connection.sender_reference() if connection else senders.get(registration.key[1])
    sent_by = _sender(registration, sender, connection)
    remembered = connection.receiver if connection else _unseen(registration, signal, sent_by)
    told = remembered if receiver is None else place(receiver)
    return Line(
        registration=registration,
        signal=signal,
        sender=sent_by,
        sender_object=sender,
        alive=receiver is not None and not sender_died,
        receiver=told,
        app=app_label(told.module),
        origin=origin(told.module, told.file),
        is_async=registration.is_async or inspect.iscoroutinefunction(receiver),
    )


def _unseen(registration: Registration, signal: str, sender: str | None) -> Place:
    """Of a dead receiver, by what is left of it: "(dead receiver of post_save from any sender)"."""
    uid = registration.dispatch_uid
    once = "" if uid is None else f" with dispatch_uid {uid!a}"
    heard = signal.rpartition(".")[2]
    return Place(f"(dead receiver of {heard} from {sender or 'any sender'}{once})", "", None, None)


def _sender(registration: Registration, sender: Any, connection: Connection | None) -> str | None:
    if registration.any_sender:
        return None
    if sender is not None:
        return sender_name(sender)
    if connection is not None:
        return connection.sender
    return DEAD if registration.sender_died else UNKNOWN
