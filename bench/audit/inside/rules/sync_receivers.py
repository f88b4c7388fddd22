"""A synchronous receiver of a signal that the project sends with asend().

Before:

    @receiver(order_paid)
    def count(sender, **kwargs):
        totals.add(1)

    await order_paid.asend(sender=Order)

After, where nothing in it blocks:

    @receiver(order_paid)
    async def count(sender, **kwargs):
        totals.add(1)

https://docs.djangoproject.com/en/stable/topics/signals/#sending-signals
"""

from __future__ import annotations

from typing import Iterator

from django.dispatch import Signal

from .. import timing
from ..project import Cost, Finding, Project, severity
from ..sending import ways_of_sending


def findings(project: Project) -> Iterator[Finding]:
    """One for each such receiver of a signal that is not sent synchronously as well."""
    if not hasattr(Signal, "asend"):  # before Django 5.0
        return
    for line in project.lines:
        if not line.alive or line.is_async or line.signal.startswith("django."):
            continue
        ways = ways_of_sending(line.registration.signal)
        if ways and ways <= {"asend", "asend_robust"}:
            yield Finding(
                rule="sync-receiver",
                severity=severity(line),
                subject=line.receiver.name,
                message=f"Is synchronous, and {line.signal} is sent with {' and '.join(sorted(ways))}(): "
                "every such send goes through a thread to call it.",
                cost=Cost("about {} for each send, however many there are", (timing.crossing(),)),
                advice="Make it async if nothing in it blocks.",
            )
