"""Virtual environments that hold one Django and nothing but what it depends on, kept between runs.

A folder's name tells its interpreter and its Django. An environment is made under another name and
renamed when it is complete and works, so one that was interrupted is never used, and two processes that
make the same one at once do not disturb each other. Every environment is tried before it is handed out;
a broken one is made anew.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from packaging.version import Version

from bench.errors import SignalbenchError
from bench.lockstep.django_specs import unknown
from bench.lockstep.interpreters import Interpreter
from bench.lockstep.uv_command import IndexUnreachable, NoSuchRelease, Uv, UvError

ANSWER_WITHIN_S = 60.0
QUESTION = (
    "import django, json, platform; print(json.dumps([django.get_version(), platform.python_version()]))"
)


class Contents(NamedTuple):
    """What an interpreter says is in it, as full versions."""

    django: str
    python: str


def look_inside(interpreter: Path) -> Contents | None:
    """Ask an interpreter for its Django; None if it has none or does not start."""
    try:
        answer = subprocess.run(
            [interpreter, "-I", "-c", QUESTION],
            capture_output=True,
            stdin=subprocess.DEVNULL,
            text=True,
            timeout=ANSWER_WITHIN_S,
            check=True,
        )
        return Contents(*json.loads(answer.stdout))
    except (OSError, subprocess.SubprocessError, ValueError, TypeError):
        return None


def cache_folder(environ: Mapping[str, str], home: Path) -> Path:
    """Where signalbench keeps what it can make again."""
    if own := environ.get("SIGNALBENCH_CACHE"):
        return Path(own).expanduser().absolute()
    if shared := environ.get("XDG_CACHE_HOME"):
        return Path(shared).absolute() / "signalbench"
    return home / ".cache" / "signalbench"


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvironmentCache:
    """The environments in one folder."""

    folder: Path
    uv: Uv
    announce: Callable[[str], None]

    def ready(self, base: Interpreter, django: Version) -> Path:
        """The interpreter of an environment with that Django, made if need be.

        UsageError if there is no such Django; SignalbenchError if it cannot be installed.
        """
        kept = self.folder / folder_name(base, django)
        if _works(kept, django):
            return interpreter_in(kept)
        again = " again, as the one in the cache is broken" if kept.exists() else ""
        self.announce(f"making Django {django} on Python {base.version}{again} …")
        self.folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(
            prefix=".making-", dir=self.folder, ignore_cleanup_errors=True
        ) as new:
            made = Path(new) / "environment"
            self._make(made, base, django)
            if not _works(made, django):
                raise SignalbenchError(
                    f"Django {django} does not start on Python {base.version} ({base.executable})"
                )
            _put(made, kept, Path(new) / "broken", django)
        return interpreter_in(kept)

    def djangos(self) -> Iterator[Version]:
        """The Django of every environment that is kept."""
        for kept in self.folder.glob("django-*"):
            if named := re.match(r"django-(.+)-python-", kept.name):
                yield Version(named[1])

    def _make(self, folder: Path, base: Interpreter, django: Version) -> None:
        self.uv("venv", "--quiet", "--relocatable", "--python", str(base.executable), str(folder))
        install = ("pip", "install", "--quiet", "--python", str(interpreter_in(folder)), f"django=={django}")
        try:
            try:
                self.uv(*install)
            except IndexUnreachable as error:
                self._install_offline(install, django, error)
        except NoSuchRelease as error:
            raise unknown(str(django), f" for Python {base.version} in the package index") from error
        except UvError as error:
            raise SignalbenchError(
                f"uv cannot install Django {django} on Python {base.version} ({error})"
            ) from error

    def _install_offline(self, install: tuple[str, ...], django: Version, reason: UvError) -> None:
        try:
            self.uv(*install, "--offline")
        except UvError:
            raise SignalbenchError(
                f"cannot reach a package index and Django {django} is not in the cache ({reason})"
            ) from reason


def folder_name(base: Interpreter, django: Version) -> str:
    """A name for each pair; the interpreter's own file tells two builds of one version apart."""
    file = hashlib.sha256(str(base.executable.resolve()).encode()).hexdigest()[:8]
    return f"django-{django}-python-{base.version}-{file}"


def interpreter_in(folder: Path) -> Path:
    """The interpreter of a virtual environment."""
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _works(folder: Path, django: Version) -> bool:
    contents = look_inside(interpreter_in(folder))
    return contents is not None and Version(contents.django) == django


def _put(made: Path, kept: Path, aside: Path, django: Version) -> None:
    """Rename into place, unless another process has done so meanwhile; what was broken goes aside."""
    if kept.exists() and not _works(kept, django):
        with suppress(FileNotFoundError):  # another process has put it aside first
            kept.rename(aside)
    try:
        made.rename(kept)
    except OSError:
        if not _works(kept, django):
            raise
