"""A receiver that is connected elsewhere than in ready() depends on who imports what, and when.

Before, in views.py:

    @receiver(post_save, sender=Order)
    def count(sender, **kwargs): ...

After: the receivers stand in receivers.py, and

    class ShopConfig(AppConfig):
        def ready(self):
            from . import receivers

https://docs.djangoproject.com/en/stable/topics/signals/#connecting-receiver-functions
"""

from __future__ import annotations

from typing import Iterator

from ..connecting import Connection
from ..naming import origin
from ..project import Finding, Project, enumerated

STAGES = {
    "loading": (
        "info",
        "while applications load, by the import of this file. Whatever imports it connects receivers, and "
        "importing it under a second name connects them twice.",
    ),
    "started": (
        "warning",
        "by the import of the URLconf, after the project has started. Management commands, shells and "
        "workers that never import it run without them, and so does the server until its first request.",
    ),
}


def findings(project: Project) -> Iterator[Finding]:
    """One for each file of the project and stage."""
    by_file: dict[tuple[str, str], list[Connection]] = {}
    for connection in project.connections:
        if connection.stage in STAGES and origin("", connection.file) == "project":
            by_file.setdefault((connection.file, connection.stage), []).append(connection)
    for (file, stage), connections in by_file.items():
        severity, how = STAGES[stage]
        names = list(dict.fromkeys(connection.receiver.name for connection in connections))
        yield Finding(
            rule="outside-ready",
            severity=severity,
            subject=f"{file}:{connections[0].line}",
            message=f"{enumerated(names)}: connected {how}",
            cost=None,
            advice="Put receivers into a module of their own, and import it in ready() of the AppConfig.",
        )
