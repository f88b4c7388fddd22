"""What a project's folder tells of how it is started."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from pathlib import Path

from bench.errors import UsageError

SETTINGS = re.compile(r"""["']DJANGO_SETTINGS_MODULE["']\s*[,\]]\s*=?\s*["']([\w.]+)["']""")


def find_project(folder: Path) -> Path:
    """The absolute folder. UsageError if there is none."""
    if not folder.is_dir():
        raise UsageError(f"no folder {str(folder)!r}; name the one that holds manage.py with --project")
    return folder.absolute()


def find_settings(project: Path, environ: Mapping[str, str]) -> str:
    """From DJANGO_SETTINGS_MODULE, else from the project's manage.py. UsageError if neither tells."""
    if named := environ.get("DJANGO_SETTINGS_MODULE"):
        return named
    manage = project / "manage.py"
    text = manage.read_text(encoding="utf-8", errors="replace") if manage.is_file() else ""
    if found := SETTINGS.search(text):
        return found[1]
    raise UsageError(
        f"no settings: {project} has no manage.py that names them; say --settings mysite.settings, "
        "and --project where they are imported from"
    )


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
