"""The audit: start the project, list its receivers, apply the rules."""

from __future__ import annotations

import importlib
import platform
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from .starting import ProjectError, one_line, start

if TYPE_CHECKING:  # Django may be missing until the project has started
    from .connecting import Connection, Connections
    from .database_copies import DatabaseCopies
    from .project import Finding


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """What `bench.audit.records` reads. Raises ProjectError."""
    entered: list[tuple[DatabaseCopies, Connections]] = []
    with ExitStack() as starting:

        def before_setup() -> None:
            from .connecting import Connections
            from .untouched import untouched

            copies = starting.enter_context(untouched(request["scratch"]))
            entered.append((copies, starting.enter_context(Connections())))

        try:
            start(request["settings"], before_setup)
        except ProjectError as error:
            read_only = [file for copies, _ in entered for file in copies.read_only]
            raise ProjectError(f"{error}{_told_of(read_only)}") from error
        trouble = _import_urlconf()
    ((copies, connections),) = entered
    return _look(connections.seen, [*trouble, *_not_copied(copies.read_only)])


def _look(connections: list[Connection], trouble: list[Finding]) -> dict[str, Any]:
    import django
    from django.conf import settings

    from .connecting import clear_debug_caches
    from .inventory import take_inventory
    from .per_model import per_model
    from .project import Project
    from .rules import all_findings

    clear_debug_caches()
    project = Project(lines=take_inventory(connections), connections=connections, debug=settings.DEBUG)
    findings = [*trouble, *all_findings(project)]
    return {
        "django": django.get_version(),
        "python": platform.python_version(),
        "receivers": [line.as_json() for line in project.lines],
        "findings": [finding.as_json() for finding in findings],
        "models": per_model(project),
    }


def _import_urlconf() -> list[Finding]:
    """As the server does for its first request: views connect receivers too."""
    from django.conf import settings

    urlconf = getattr(settings, "ROOT_URLCONF", None)
    if not urlconf:
        return []
    try:
        importlib.import_module(urlconf)
    except (Exception, SystemExit) as error:  # whatever the project's own code raises
        from .project import Finding

        return [
            Finding(
                rule="urlconf",
                severity="error",
                subject=urlconf,
                message=f"Does not import: {one_line(error)}. Receivers that it would connect are not "
                "listed.",
                cost=None,
                advice="Run `manage.py check`, which imports it as well.",
            )
        ]
    return []


def _not_copied(read_only: list[str]) -> list[Finding]:
    from .project import Finding

    return [
        Finding(
            rule="large-database",
            severity="info",
            subject=file,
            message="Is over 1 GB, and so was opened where it is, read-only, instead of as a copy.",
            cost=None,
            advice="If the project has to write to it as it starts, name a smaller one in the settings "
            "for an audit.",
        )
        for file in read_only
    ]


def _told_of(read_only: list[str]) -> str:
    """After the error of a project that may have failed for want of writing."""
    return f"; {', '.join(read_only)} is over 1 GB and was opened read-only" if read_only else ""
