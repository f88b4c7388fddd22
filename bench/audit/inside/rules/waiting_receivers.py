"""A receiver that waits for a model which never loads, so that it is connected to nothing.

Before:

    post_save.connect(reindex, sender="shop.Oder")

After:

    post_save.connect(reindex, sender="shop.Order")

`manage.py check` tells of it as signals.E001.
https://docs.djangoproject.com/en/stable/ref/checks/#signals
"""

from __future__ import annotations

from functools import partial
from typing import Any, Iterator

from django.apps import apps
from django.dispatch import Signal

from ..naming import origin, place
from ..project import Finding, Project


def findings(project: Project) -> Iterator[Finding]:
    """One for each."""
    pending = apps._pending_operations  # private, but Django's own check reads it too
    for (label, model), functions in pending.items():
        for waiting in [place(receiver) for one in functions for receiver in _receivers(one)]:
            yield Finding(
                rule="waiting-receiver",
                severity="error" if origin(waiting.module, waiting.file) == "project" else "info",
                subject=waiting.name,
                message=f'Waits for the model "{label}.{model}", which no installed application has, '
                "and so is never called.",
                cost=None,
                advice="Correct the sender, or connect only where that application is installed.",
            )


def _receivers(waiting: Any) -> tuple[Any, ...]:
    """As Django's own check unwraps it; empty for what waits for other reasons, such as a foreign key."""
    function = getattr(waiting, "func", None)
    if type(function) is partial and isinstance(getattr(function.func, "__self__", None), Signal):
        return function.args[:1]
    return ()
