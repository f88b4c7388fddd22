"""How a custom signal is sent, as far as the sources tell: with send(), asend() or their robust forms."""

from __future__ import annotations

import linecache
import re
import sys
import types
from functools import lru_cache
from typing import Any

from django.dispatch import Signal

from .naming import origin

SEND = re.compile(r"([A-Za-z_][\w.]*)\.(a?send(?:_robust)?)\(")


@lru_cache(maxsize=None)
def ways_of_sending(signal: Signal) -> set[str]:
    """The methods that loaded modules call on this signal by name. Empty where no call is found."""
    return {
        method
        for name, module in list(sys.modules.items())
        if isinstance(module, types.ModuleType) and _may_send(name, module, signal)
        for line in linecache.getlines(module.__file__ or "")
        for path, method in SEND.findall(line)
        if _resolve(module, path) is signal
    }


def _may_send(name: str, module: types.ModuleType, signal: Signal) -> bool:
    """Modules of the project, and others that have imported this very signal."""
    file = getattr(module, "__file__", None)
    if not file or not file.endswith(".py"):
        return False
    held = any(value is signal for value in list(vars(module).values()))
    return held or origin(name, file) == "project"


def _resolve(module: types.ModuleType, path: str) -> Any:
    """What a dotted name in the module's code stands for, through modules and classes only."""
    found: Any = module
    for part in path.split("."):
        if not isinstance(found, (types.ModuleType, type)):
            return None
        found = vars(found).get(part)
    return found
