"""A sender that Django cannot keep in its cache of receivers makes every send raise TypeError.

Before:

    changed = Signal(use_caching=True)
    changed.connect(reload, sender="prices")
    changed.send(sender="prices")   # TypeError: cannot create weak reference to 'str' object

After:

    changed = Signal()              # or a class as the sender

Signals that cache need senders with weak references, which strings, numbers, tuples and instances with
__slots__ do not have; all signals need senders with a hash, which unsaved model instances do not have.
"""

from __future__ import annotations

import weakref
from typing import Any, Iterator

from django.db.models import Model

from ..project import Finding, Project


def findings(project: Project) -> Iterator[Finding]:
    """One for each registration with such a sender."""
    for line in project.lines:
        sender = line.sender_object
        if sender is None or not line.alive:
            continue
        lack = _lack(sender, caching=line.registration.signal.use_caching)
        if lack:
            yield Finding(
                rule="uncacheable-sender",
                severity="error",
                subject=line.receiver.name,
                message=f"Listens to {line.signal} from {line.sender}, which has no {lack}: sending it "
                f"raises TypeError.",
                cost=None,
                advice="Use a class as the sender"
                + ("." if lack == "hash" else ", or a Signal without use_caching."),
            )


def _lack(sender: Any, caching: bool) -> str | None:
    if type(sender).__hash__ is None or (issubclass(type(sender), Model) and not _has_hash(sender)):
        return "hash"
    if caching:
        try:
            weakref.ref(sender)
        except TypeError:
            return "weak references"
    return None


def _has_hash(instance: Model) -> bool:
    try:
        hash(instance)
    except Exception:  # a model's own __hash__ may raise whatever it likes, in every send too
        return False
    return True
