"""A receiver that was connected weakly and that nothing else keeps: it is gone, and is never called.

Before:

    def ready(self):
        def forget(sender, **kwargs): ...
        post_save.connect(forget, sender=Order)  # `forget` ends with ready()

After: define it in a module, or connect it with weak=False.

With DEBUG = True Django's check of the signature keeps such receivers alive by accident, so that they work
on the developer's machine and not in production.

https://docs.djangoproject.com/en/stable/ref/signals/ and https://docs.djangoproject.com/en/stable/topics/signals/
"""

from __future__ import annotations

from typing import Iterator

from ..connecting import Connection
from ..inventory import Line
from ..naming import origin
from ..project import Finding, Project

ADVICE = "Define it where it stays, such as in a module, or connect it with weak=False."


def findings(project: Project) -> Iterator[Finding]:
    """One for each, named as it was connected; those that died unseen are told by signal."""
    told = set()
    for connection in project.connections:
        place = connection.receiver
        if not connection.alive and origin(place.module, place.file) != "django":
            told.add((id(connection.signal), connection.key))
            yield _finding(connection, project.debug)
    for line in project.lines:
        registration = line.registration
        if not registration.alive and (id(registration.signal), registration.key) not in told:
            yield _leftover(line)


def _finding(connection: Connection, debug: bool) -> Finding:
    unless = " (unless DEBUG = True keeps it by accident, as it does here)" if debug else ""
    return Finding(
        rule="dead-receiver",
        severity="error",
        subject=connection.receiver.name,
        message=f"Is dead: nothing keeps it, so it is never called{unless}. It was connected at "
        f"{connection.file}:{connection.line}.",
        cost=None,
        advice=ADVICE,
    )


def _leftover(line: Line) -> Finding:
    """Of an entry that nobody saw being connected, or whose sender is gone."""
    gone, advice = "receiver", ADVICE
    if line.registration.sender_died:
        gone, advice = "sender", "Connect to a sender that lives as long as the receiver."
    return Finding(
        rule="dead-receiver",
        severity="info" if line.origin == "django" else "warning",
        subject=line.receiver.name,
        message=f"Its {gone} has died; the entry in the list of {line.signal} stays until the next "
        f"connect() or send().",
        cost=None,
        advice=advice,
    )
