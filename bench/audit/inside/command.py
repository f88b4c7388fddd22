"""The command that is traced, run in this process as Python itself would run it.

python FILE …, FILE.py …     a script; its folder comes first on sys.path
python -m MODULE …, pytest … a module; the project's folder comes first
NAME …                       a management command; the project's folder comes first
"""

from __future__ import annotations

import difflib
import os
import re
import sys
from typing import Any, Callable

from .main_module import become_manage, new_main
from .starting import ProjectError

MODULES = {"pytest": "pytest", "py.test": "pytest"}


def find_command(words: list[str], project: str) -> Callable[[], Any]:
    """What runs the command, with sys.argv and sys.path as the command finds them.

    Raises ProjectError: there is no such script, module or management command.
    """
    first, *rest = words
    if re.fullmatch(r"python[\d.]*(\.exe)?", os.path.basename(first)):
        if not rest:
            raise ProjectError("python needs a script or -m MODULE to run")
        first, *rest = rest
        if first != "-m" and first.startswith("-"):
            raise ProjectError(f"python {first} cannot be traced; write: python FILE … or python -m MODULE …")
    elif first in ("django-admin", "django-admin.py") and rest:
        first, *rest = rest
        return _management_command(first, rest, project)
    if first == "-m":
        if not rest:
            raise ProjectError("python -m needs the name of a module")
        return _module(rest[0], rest[1:], project)
    if first in MODULES:
        return _module(MODULES[first], rest, project)
    file = os.path.join(project, first)
    if words[0] != first or first.endswith(".py") or os.sep in first:
        return _script(file, rest)
    return _management_command(first, rest, project)


def _script(file: str, rest: list[str]) -> Callable[[], Any]:
    if not os.path.isfile(file):
        raise ProjectError(f"no script {file}")

    def run() -> None:
        sys.argv[:] = [file, *rest]
        _come_first(os.path.dirname(os.path.abspath(file)))
        with open(file, "rb") as source:
            code = compile(source.read(), file, "exec", dont_inherit=True)
        _run_as_main(code, __file__=file)

    return run


def _module(name: str, rest: list[str], project: str) -> Callable[[], Any]:
    _come_first(project)
    spec = _find_spec(name)
    if spec is not None and spec.submodule_search_locations is not None:
        spec = _find_spec(f"{name}.__main__")
    code = spec.loader.get_code(spec.name) if spec is not None and hasattr(spec.loader, "get_code") else None
    if spec is None or code is None:
        raise ProjectError(f"no module {name!r} to run in {sys.executable}")

    def run() -> None:
        sys.argv[:] = [spec.origin or name, *rest]
        _run_as_main(
            code,
            __file__=spec.origin,
            __spec__=spec,
            __loader__=spec.loader,
            __package__=spec.parent,
            __cached__=spec.cached,
        )

    return run


def _find_spec(name: str) -> Any | None:
    import importlib.util

    try:
        return importlib.util.find_spec(name)
    except (ImportError, ValueError):  # a parent that is not there or no package, or a module without a spec
        return None


def _run_as_main(code: Any, **attributes: Any) -> None:
    exec(code, new_main(**attributes).__dict__)


def _management_command(name: str, rest: list[str], project: str) -> Callable[[], Any]:
    from django.apps import apps
    from django.core.management import execute_from_command_line, get_commands

    known = ["help", "version", *get_commands()] if apps.ready else []
    if name not in known and not name.startswith("-"):
        close = difflib.get_close_matches(name, known, 1)
        hint = f" Did you mean {close[0]!r}?" if close else ""
        raise ProjectError(f"no management command {name!r} in this project, and no script.{hint}")

    def run() -> None:
        become_manage(project, [name, *rest])
        execute_from_command_line(sys.argv)

    return run


def _come_first(folder: str) -> None:
    if sys.path[:1] != [folder]:
        sys.path.insert(0, folder)
