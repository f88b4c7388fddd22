"""The audit: start the project, list its receivers, apply the rules."""

from __future__ import annotations

import importlib
import platform
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from .starting import one_line, start
from .untouched import untouched

if TYPE_CHECKING:  # Django may be missing until the project has started
    from .connecting import Connection, Connections
    from .project import Finding


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """What `bench.audit.records` reads. Raises ProjectError."""
    recorded: list[Connections] = []
    with ExitStack() as starting:

        def before_setup() -> None:
            from .connecting import Connections

            starting.enter_context(untouched())
            recorded.append(starting.enter_context(Connections()))

        start(request["settings"], before_setup)
        trouble = _import_urlconf()
    return _look(recorded[0].seen, trouble)


def _look(connections: list[Connection], trouble: Finding | None) -> dict[str, Any]:
    import django
    from django.conf import settings

    from .connecting import clear_debug_caches
    from .inventory import take_inventory
    from .per_model import per_model
    from .project import Project
    from .rules import all_findings

    clear_debug_caches()
    project = Project(lines=take_inventory(connections), connections=connections, debug=settings.DEBUG)
    findings = [*([trouble] if trouble else []), *all_findings(project)]
    return {
        "django": django.get_version(),
        "python": platform.python_version(),
        "receivers": [line.as_json() for line in project.lines],
        "findings": [finding.as_json() for finding in findings],
        "models": per_model(project),
    }


def _import_urlconf() -> Finding | None:
    """As the server does for its first request: views connect receivers too."""
    from django.conf import settings

    urlconf = getattr(settings, "ROOT_URLCONF", None)
    if not urlconf:
        return None
    try:
        importlib.import_module(urlconf)
    except (Exception, SystemExit) as error:  # whatever the project's own code raises
        from .project import Finding

        return Finding(
            rule="urlconf",
            severity="error",
            subject=urlconf,
            message=f"Does not import: {one_line(error)}. Receivers that it would connect are not listed.",
            cost=None,
            advice="Run `manage.py check`, which imports it as well.",
        )
    return None
