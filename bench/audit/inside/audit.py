"""The audit: start the project, list its receivers, apply the rules."""

from __future__ import annotations

import platform
from typing import Any, Dict

from .starting import start
from .untouched import Untouched


def answer(request: Dict[str, Any]) -> Dict[str, Any]:
    """What `bench.audit.records` reads. Raises ProjectError."""
    untouched = Untouched()
    try:
        start(request["settings"], untouched.prepare)
        import django

        from .inventory import take_inventory

        return {
            "django": django.get_version(),
            "python": platform.python_version(),
            "receivers": [line.as_json() for line in take_inventory()],
        }
    finally:
        untouched.tidy()
