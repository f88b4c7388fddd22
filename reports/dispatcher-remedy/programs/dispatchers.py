"""Loads a dispatcher.py by its path, so that two of them can stand in one process.

The rest of Django comes from the interpreter, whose Django should be the one that both files belong to.
"""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from types import ModuleType

from django.conf import settings

settings.configure()


def dispatcher(path: str, name: str) -> ModuleType:
    """The file as a module of this name, and none that was loaded before.

    Raises SystemExit with one line where there is no such file, or it is no dispatcher.
    """
    spec = spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"error: {path} is no Python file. Name a django/dispatch/dispatcher.py")
    module = module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except FileNotFoundError:
        raise SystemExit(f"error: there is no file {path}. Name a django/dispatch/dispatcher.py") from None
    if not hasattr(module, "Signal"):
        raise SystemExit(f"error: {path} has no class Signal. Name a django/dispatch/dispatcher.py")
    return module
