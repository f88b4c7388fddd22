"""What a project's folder tells of how it is started."""

from __future__ import annotations

import ast
import sys
from collections.abc import Mapping
from pathlib import Path

from bench.errors import UsageError

VARIABLE = "DJANGO_SETTINGS_MODULE"


def find_project(folder: Path) -> Path:
    """The absolute folder. UsageError if there is none."""
    if not folder.is_dir():
        raise UsageError(f"no folder {str(folder)!r}; name the one that holds manage.py with --project")
    return folder.absolute()


def find_settings(project: Path, environ: Mapping[str, str]) -> str:
    """From DJANGO_SETTINGS_MODULE, else from the project's manage.py. UsageError if neither tells."""
    if named := environ.get(VARIABLE):
        return named
    manage = project / "manage.py"
    found = _settings_in(manage) if manage.is_file() else []
    if not found:
        raise UsageError(
            f"no settings: {project} has no manage.py that names them; say --settings mysite.settings, "
            "and --project where they are imported from"
        )
    written = [name for name in found if name is not None]
    if len(written) < len(found):
        raise UsageError(
            f"{manage} works out its settings as it runs, and is not run here; say which with --settings, "
            f"such as --settings {written[0] if written else 'mysite.settings'}"
        )
    if len(written) > 1:
        raise UsageError(f"{manage} names several settings: {', '.join(written)}; say which with --settings")
    return written[0]


def _settings_in(manage: Path) -> list[str | None]:
    """What the variable is set to in its source, each once: None for what is no plain text."""
    try:
        tree = ast.parse(manage.read_bytes())
    except (SyntaxError, ValueError):  # of another Python, or no text
        return []
    values = [value for node in ast.walk(tree) for value in _set_to(node)]
    names = [
        value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else None
        for value in values
    ]
    return list(dict.fromkeys(names))


def _set_to(node: ast.AST) -> list[ast.expr]:
    """The value, of os.environ.setdefault(VARIABLE, value) or os.environ[VARIABLE] = value."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "setdefault":
        return node.args[1:2] if _is_variable(node.args[:1]) else []
    if isinstance(node, ast.Assign):
        keys = [target.slice for target in node.targets if isinstance(target, ast.Subscript)]
        return [node.value] if _is_variable(keys) else []
    return []


def _is_variable(nodes: list[ast.expr]) -> bool:
    return any(isinstance(node, ast.Constant) and node.value == VARIABLE for node in nodes)


def find_interpreter(project: Path, environ: Mapping[str, str]) -> Path:
    """The project's own Python: of its .venv or venv folder, of the active environment, else this one."""
    folders = [project / ".venv", project / "venv"]
    if active := environ.get("VIRTUAL_ENV"):
        folders.append(Path(active))
    for folder in folders:
        for file in (folder / "bin/python", folder / "Scripts/python.exe"):
            if file.is_file():
                return file
    return Path(sys.executable)
