"""Small Django checkouts: a package that has what is imported to try a Django, and little else."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="there is no git here")

PYPROJECT = '[project]\nname = "Django"\nrequires-python = ">=3.10"\ndependencies = ["asgiref>=3.8.1"]\n'


def write_checkout(folder: Path, *, version: str = "(5, 2, 19, 'final', 0)") -> Path:
    """A source tree of that VERSION; no git repository yet."""
    version_in_words = "def get_version():\n    return '.'.join(map(str, VERSION[:3]))\n"
    files = {
        "pyproject.toml": PYPROJECT,
        "django/__init__.py": f"VERSION = {version}\n\n\n{version_in_words}",
        "django/dispatch/__init__.py": "",
        "django/dispatch/dispatcher.py": "SPEED = 1\n",
        "django/db/__init__.py": "",
        "django/db/models/__init__.py": "import django.dispatch.dispatcher\n",
        "docs/index.txt": "Not measured.\n",
        ".gitignore": "*.pyc\n*.orig\n",
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def commit(folder: Path, message: str = "a commit") -> str:
    """Commit all that is there, on main, and return the commit's hash."""
    if not (folder / ".git").exists():
        git(folder, "init", "--quiet", "--initial-branch", "main")
    git(folder, "add", "--all")
    me = ("-c", "user.name=Me", "-c", "user.email=me@example.org", "-c", "commit.gpgSign=false")
    git(folder, *me, "commit", "--quiet", "--allow-empty", "--message", message)
    return git(folder, "rev-parse", "HEAD").strip()


def git(folder: Path, *arguments: str) -> str:
    """What git prints."""
    return subprocess.run(
        ["git", "-C", folder, *arguments], capture_output=True, text=True, check=True
    ).stdout
