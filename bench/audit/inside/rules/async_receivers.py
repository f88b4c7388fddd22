"""An asynchronous receiver of a signal that is sent synchronously.

Before:

    @receiver(post_save, sender=Order)
    async def notify(sender, instance, **kwargs):
        await client.post(...)

After:

    @receiver(post_save, sender=Order)
    def notify(sender, instance, **kwargs):
        transaction.on_commit(lambda: notify_task.delay(instance.pk))

From Django 5.0 on every send() starts a thread with an event loop and waits for it; before that the
receiver never ran. A callable instance whose __call__ is asynchronous runs in no version.

https://docs.djangoproject.com/en/stable/topics/signals/#asynchronous-receivers
"""

from __future__ import annotations

import inspect
from typing import Iterator

import django
from django.db.models import signals as model_signals
from django.dispatch import Signal

from .. import timing
from ..inventory import Line
from ..project import Cost, Finding, Project
from ..sending import ways_of_sending

SYNCHRONOUS = tuple(value for value in vars(model_signals).values() if isinstance(value, Signal))
"""Django sends these with send() only."""


def findings(project: Project) -> Iterator[Finding]:
    """One for each receiver that never runs, or that costs a thread for each send."""
    for line in project.lines:
        if line.alive and line.origin != "django":
            found = _never_runs(line) or _starts_threads(line)
            if found:
                yield found


def _never_runs(line: Line) -> Finding | None:
    awaited = line.registration.is_async
    call = inspect.getattr_static(type(line.registration.receiver), "__call__", None)
    if awaited or not (line.is_async or inspect.iscoroutinefunction(call)):
        return None
    why = (
        f"Django {django.get_version()} awaits no receiver"
        if awaited is None
        else "Django takes a callable instance for synchronous, whatever its __call__ is"
    )
    return Finding(
        rule="async-receiver",
        severity="error",
        subject=line.receiver.name,
        message=f"Never runs: {why}, so its coroutine is made and thrown away on every send of "
        f"{line.signal}.",
        cost=None,
        advice="Make it synchronous"
        + (", or update to Django 5.0 or newer." if awaited is None else ", or connect an async function."),
    )


def _starts_threads(line: Line) -> Finding | None:
    if not line.is_async:
        return None
    ways = {"send"} if line.registration.signal in SYNCHRONOUS else ways_of_sending(line.registration.signal)
    if not ways & {"send", "send_robust"}:
        return None
    return Finding(
        rule="async-receiver",
        severity="warning",
        subject=line.receiver.name,
        message=f"Is asynchronous, and {line.signal} is sent with {' and '.join(sorted(ways))}(): every such "
        "send starts a thread with an event loop and waits for it. Within a running event loop, send() "
        "raises RuntimeError.",
        cost=Cost("about {} for each send", (timing.async_receiver_in_send(),)),
        advice="Make it synchronous, and hand what takes long to a task queue.",
    )
