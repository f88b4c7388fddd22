"""Virtual environments that hold one Django and nothing but what it depends on, kept between runs.

A folder's name tells its interpreter and what it holds. An environment is made under another name and
renamed when it is complete and works, so one that was interrupted is never used, and two processes that
make the same one at once do not disturb each other. Every environment is tried before it is handed out;
a broken one is made anew.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement
from packaging.version import Version

from bench.errors import SignalbenchError
from bench.lockstep.environment_content import Content
from bench.lockstep.interpreters import Interpreter
from bench.lockstep.uv_command import IndexUnreachable, NoSuchRelease, Uv, UvError

LEFT_OUT = "left-out.txt"
"""In an environment's folder: the libraries that have no release for its Django, and why."""


def cache_folder(environ: Mapping[str, str], home: Path) -> Path:
    """Where signalbench keeps what it can make again."""
    if own := environ.get("SIGNALBENCH_CACHE"):
        return Path(own).expanduser().absolute()
    if shared := environ.get("XDG_CACHE_HOME"):
        return Path(shared).absolute() / "signalbench"
    return home / ".cache" / "signalbench"


class LibrariesOutOfReach(Exception):
    """No package index answered, and the cache does not have them either. The text is the reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvironmentCache:
    """The environments in one folder."""

    folder: Path
    uv: Uv
    announce: Callable[[str], None]

    def ready(self, base: Interpreter, content: Content, libraries: Sequence[str] = ()) -> Path:
        """The interpreter of an environment with that content, made if need be.

        libraries: requirements of what else to install. One that has no release for this Django is left out;
        all are where no package index can be reached. UsageError if there is no such Django; SignalbenchError
        if it cannot be installed or does not work.
        """
        try:
            return self._kept_or_made(base, content, libraries)
        except LibrariesOutOfReach as error:
            self.announce(f"{content.title} is measured without {_names(libraries)}: {error}")
            return self._kept_or_made(base, content, ())

    def keeps(self, base: Interpreter, content: Content, libraries: Sequence[str]) -> bool:
        """Whether there is such an environment; it is not tried."""
        return (self.folder / folder_name(base, content, libraries)).exists()

    def _kept_or_made(self, base: Interpreter, content: Content, libraries: Sequence[str]) -> Path:
        kept = self.folder / folder_name(base, content, libraries)
        if _works(kept, content):
            self._tell_left_out(kept, content)
            return interpreter_in(kept)
        again = " again, as the one in the cache is broken" if kept.exists() else ""
        along = f" with {_names(libraries)}" if libraries else ""
        self.announce(f"making {content.title}{along} on Python {base.version}{again} …")
        self.folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(
            prefix=".making-", dir=self.folder, ignore_cleanup_errors=True
        ) as new:
            made = Path(new) / "environment"
            self.uv("venv", "--quiet", "--relocatable", "--python", str(base.executable), str(made))
            self._install(interpreter_in(made), base, content)
            content.complete(interpreter_in(made))
            if libraries:
                left_out = self._add(interpreter_in(made), content, libraries)
                (made / LEFT_OUT).write_text("".join(f"{line}\n" for line in left_out))
            if flaw := content.flaw(interpreter_in(made)):
                raise SignalbenchError(f"{content.title} cannot be measured on Python {base.version}: {flaw}")
            _put(made, kept, Path(new) / "broken", content)
        self._tell_left_out(kept, content)
        return interpreter_in(kept)

    def _tell_left_out(self, kept: Path, content: Content) -> None:
        """In every run that uses the environment, and not only in the one that makes it."""
        if (kept / LEFT_OUT).exists():
            for line in (kept / LEFT_OUT).read_text().splitlines():
                self.announce(f"{content.title} is measured without {line}")

    def djangos(self) -> Iterator[Version]:
        """The Django of every environment that is kept, but for those of checkouts."""
        for kept in self.folder.glob("django-*"):
            if named := re.match(r"django-(.+)-python-", kept.name):
                yield Version(named[1])

    def _install(self, interpreter: Path, base: Interpreter, content: Content) -> None:
        if not content.requirements:
            return
        install = ("pip", "install", "--quiet", "--python", str(interpreter), *content.requirements)
        try:
            try:
                self.uv(*install)
            except IndexUnreachable as error:
                self._install_offline(install, content, error)
        except NoSuchRelease as error:
            raise content.unavailable(base.version, error) from error
        except UvError as error:
            raise SignalbenchError(
                f"uv cannot install {' and '.join(content.requirements)} on Python {base.version} ({error})"
            ) from error

    def _add(self, interpreter: Path, content: Content, libraries: Sequence[str]) -> list[str]:
        """Install what goes along with the Django that is there already, which stays as it is.

        What each line says could not be installed.
        """
        with tempfile.TemporaryDirectory(prefix="signalbench-") as folder:
            option, requirement = content.kept_by
            file = Path(folder) / "django.txt"
            file.write_text(requirement)
            along = ("pip", "install", "--quiet", "--python", str(interpreter), option, str(file))
            try:
                return self._together_or_each(along, libraries)
            except IndexUnreachable as error:
                try:
                    return self._together_or_each((*along, "--offline"), libraries)
                except UvError:
                    raise LibrariesOutOfReach(str(error)) from error

    def _together_or_each(self, install: tuple[str, ...], libraries: Sequence[str]) -> list[str]:
        try:
            self.uv(*install, *libraries)
        except NoSuchRelease:
            left_out = []
            for library in libraries:
                try:
                    self.uv(*install, library)
                except NoSuchRelease as error:
                    left_out.append(f"{_names([library])}: {error}")
            return left_out
        return []

    def _install_offline(self, install: tuple[str, ...], content: Content, reason: UvError) -> None:
        try:
            self.uv(*install, "--offline")
        except UvError:
            raise SignalbenchError(
                "cannot reach a package index, and the cache does not have "
                f"{' and '.join(content.requirements)} ({reason})"
            ) from reason


def folder_name(base: Interpreter, content: Content, libraries: Sequence[str] = ()) -> str:
    """A name for each of them; the interpreter's own file tells two builds of one version apart."""
    file = hashlib.sha256(str(base.executable.resolve()).encode()).hexdigest()[:8]
    name = f"{content.key}-python-{base.version}-{file}"
    if not libraries:
        return name
    return f"{name}-with-{hashlib.sha256(' '.join(sorted(libraries)).encode()).hexdigest()[:8]}"


def interpreter_in(folder: Path) -> Path:
    """The interpreter of a virtual environment."""
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _names(libraries: Sequence[str]) -> str:
    return ", ".join(Requirement(library).name for library in libraries)


def _works(folder: Path, content: Content) -> bool:
    return folder.exists() and content.flaw(interpreter_in(folder)) is None


def _put(made: Path, kept: Path, aside: Path, content: Content) -> None:
    """Rename into place, unless another process has done so meanwhile; what was broken goes aside."""
    if kept.exists() and not _works(kept, content):
        with suppress(FileNotFoundError):  # another process has put it aside first
            kept.rename(aside)
    try:
        made.rename(kept)
    except OSError:
        if not _works(kept, content):
            raise
