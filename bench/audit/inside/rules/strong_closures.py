"""A function made inside another one, or a method, connected with weak=False: it stays with all that it
holds.

Before:

    for plan in Plan.load():
        post_save.connect(lambda **kwargs: plan.check(**kwargs), sender=Order, weak=False)

After:

    PLANS = Plan.load()

    @receiver(post_save, sender=Order, dispatch_uid="check-plans")
    def check(sender, **kwargs):
        for plan in PLANS: ...

https://docs.djangoproject.com/en/stable/topics/signals/#listening-to-signals
"""

from __future__ import annotations

from functools import partial
from typing import Any, Iterator

from ..naming import dotted, function
from ..project import Finding, Project, enumerated

PLAIN = (bool, bytes, complex, float, int, str, type(None))
"""What a partial may hold for ever without harm."""


def findings(project: Project) -> Iterator[Finding]:
    """One for each of the project's own."""
    for line in project.lines:
        held = _held(line.registration.receiver)
        if line.origin == "project" and not line.registration.weak and held:
            lasting = line.registration.dispatch_uid is not None
            yield Finding(
                rule="strong-closure",
                severity="info",
                subject=line.receiver.name,
                message=f"Is connected to {line.signal} with weak=False and holds {enumerated(held)}: "
                f"they live as long as "
                "the process"
                + ("." if lasting else ", and without a dispatch_uid it can hardly be disconnected."),
                cost=None,
                advice="Connect a function of a module; if this runs more than once, give it a dispatch_uid, "
                "or each run adds a receiver.",
            )


def _held(receiver: Any) -> list[str]:
    """What the receiver keeps alive besides its own code."""
    if type(receiver) is partial:
        arguments = map(type, [*receiver.args, *receiver.keywords.values()])
        return [*(dotted(kind) for kind in arguments if kind not in PLAIN), *_held(receiver.func)]
    held = [dotted(type(receiver.__self__))] if hasattr(receiver, "__func__") else []
    made = function(receiver)
    return held + (list(made.__code__.co_freevars) if made is not None else [])
