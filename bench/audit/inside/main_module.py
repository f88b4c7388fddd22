"""The module __main__ and sys.argv, as a program finds them that was started by itself."""

from __future__ import annotations

import builtins
import os
import sys
import types
from typing import Any, Sequence


def new_main(**attributes: Any) -> types.ModuleType:
    """In sys.modules to the end of the process, as exit handlers and threads may need it; runpy would take it
    away."""
    main = types.ModuleType("__main__")
    main.__dict__.update(__builtins__=builtins, **attributes)
    sys.modules["__main__"] = main
    return main


def become_manage(project: str, words: Sequence[str]) -> None:
    """As under the project's manage.py, or under python -m django where it has none. Django is there."""
    manage = os.path.join(project, "manage.py")
    if os.path.isfile(manage):
        new_main(__file__=manage)
    else:
        import django.__main__ as module  # type: ignore[import-untyped]  # the stubs lack it

        manage = module.__file__
        new_main(__file__=manage, __spec__=module.__spec__, __package__="django")
    sys.argv[:] = [manage, *words]
