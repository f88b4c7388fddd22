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

import django

from ..connecting import Connection
from ..naming import origin
from ..project import Finding, Project
from ..registrations import identity

ADVICE = "Define it where it stays, such as in a module, or connect it with weak=False."


def findings(project: Project) -> Iterator[Finding]:
    """One for each that was seen being connected, then for those of which only the entry is left."""
    told = set()
    for connection in project.connections:
        own = origin(connection.receiver.module, connection.receiver.file) != "django"
        if own and (connection.receiver_died or connection.sender_died):
            told.add(identity(connection.signal, connection.key))
            yield _finding(connection, project.debug)
    for line in project.lines:
        key = identity(line.registration.signal, line.registration.key)
        if not line.alive and line.origin != "django" and key not in told:
            yield Finding(
                rule="dead-receiver",
                severity="warning",
                subject=line.receiver.name,
                message=f"{'Its sender' if line.registration.receiver else 'It'} has died, so it is never "
                "called. It was connected before the applications were loaded, as by the settings; its entry "
                f"in the list of {line.signal} goes with the next connect() or send().",
                cost=None,
                advice=ADVICE,
            )


def _finding(connection: Connection, debug: bool) -> Finding:
    if connection.receiver_died:
        what = "Is dead: nothing keeps it, so it is never called"
        what += " (unless DEBUG = True keeps it by accident, as it does here)." if debug else "."
    else:
        what = f"Its sender {connection.sender} is dead, so it is never called" + (
            "." if django.VERSION >= (6, 0) else ", or for whatever happens to get the same id."
        )
    own = origin(connection.receiver.module, connection.receiver.file) == "project"
    return Finding(
        rule="dead-receiver",
        severity="error" if own else "info",
        subject=connection.receiver.name,
        message=f"{what} It was connected at {connection.file}:{connection.line}.",
        cost=None,
        advice=ADVICE
        if connection.receiver_died
        else "Connect to a sender that lives as long, such as a class.",
    )
