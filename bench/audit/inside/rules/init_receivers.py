"""A receiver of pre_init or post_init runs for every row that is read.

Before:

    @receiver(post_init, sender=Order)
    def remember(sender, instance, **kwargs):
        instance.old_state = instance.state

After, where it is only needed when something is saved:

    class Order(models.Model):
        @classmethod
        def from_db(cls, db, field_names, values):  # rows that are read, and only of this model
            instance = super().from_db(db, field_names, values)
            instance.old_state = instance.state
            return instance

https://docs.djangoproject.com/en/stable/ref/models/instances/#django.db.models.Model.from_db
"""

from __future__ import annotations

from collections import Counter
from typing import Iterator

from django.db.models.signals import post_init, pre_init

from .. import timing
from ..inventory import Line
from ..project import ROWS, Cost, Finding, Project, enumerated, severity


def findings(project: Project) -> Iterator[Finding]:
    """One for each model; receivers of any sender are the affair of `senderless_receivers`."""
    by_sender: dict[str, list[Line]] = {}
    for line in project.on(pre_init, post_init):
        if line.sender is not None:
            by_sender.setdefault(line.sender, []).append(line)
    for sender, lines in by_sender.items():
        named = [f"{line.receiver.name} ({line.signal.rpartition('.')[2]})" for line in lines]
        listening = Counter(line.signal for line in lines).values()
        images = all(line.origin == "django" for line in lines)
        yield Finding(
            rule="init-receiver",
            severity=min(map(severity, lines), key=("warning", "info").index),
            subject=sender,
            message=f"Every row that is read calls {enumerated(named)}. One that looks at a column which "
            f"only() or "
            "defer() has left out makes a query for each row.",
            cost=Cost(
                f"about {{}} of dispatch for {ROWS:,} rows, without what they do; every other model pays "
                f"about {{}}",
                (timing.added(*listening).of(ROWS), timing.bystander().of(ROWS * len(listening))),
            ),
            advice="An ImageField does that for its width_field and height_field; values() and values_list() "
            "avoid it."
            if images
            else "Do it in from_db() of that model, or later, when the value is asked for.",
        )
