"""The Python interpreters of this machine, and which of them to measure on.

They are found on PATH, among pyenv's versions and among uv's. Each is asked once what it is; one that
does not answer, as a pyenv shim without its version does, is left out.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from packaging.version import Version

from bench.errors import SignalbenchError, UsageError
from bench.lockstep.django_specs import OLDEST_PYTHON, Minor, dotted, pythons, supports
from bench.lockstep.uv_command import UvError, run_uv

ANSWER_WITHIN_S = 10.0
QUESTION = """
import json, platform, sys, sysconfig
release = {"alpha": "a", "beta": "b", "candidate": "rc", "final": ""}[sys.version_info[3]]
version = "%d.%d.%d" % sys.version_info[:3] + (release and release + str(sys.version_info[4]))
flags = [sysconfig.get_config_var(name) for name in ("Py_GIL_DISABLED", "Py_DEBUG")]
ordinary = platform.python_implementation() == "CPython" and not any(flags)
print(json.dumps([sys.executable, version, ordinary]))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interpreter:
    """One Python that answered."""

    executable: Path
    version: Version
    ordinary: bool = True
    """CPython as released: neither free-threaded nor a debug build."""

    @property
    def minor(self) -> Minor:
        return self.version.major, self.version.minor


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """The interpreters to choose from, and how to speak of them when none fits."""

    interpreters: tuple[Interpreter, ...]
    """The newest first."""
    origin: str = "found"
    way_out: str = "Install one or name it with --python"

    def __str__(self) -> str:
        minors = sorted({interpreter.minor for interpreter in self.interpreters})
        return f"{self.origin} {', '.join(map(dotted, minors)) or 'none'}"


def installed() -> Pool:
    """The ordinary interpreters of this machine that measured code can run on."""
    try:
        uv_folder = Path(run_uv("python", "dir").strip())
    except UvError:
        uv_folder = None
    found = look_at([Path(sys.executable), *candidates(os.environ, Path.home(), uv_folder)])
    usable = [one for one in found if one.ordinary and one.minor >= OLDEST_PYTHON]
    return Pool(interpreters=tuple(sorted(usable, key=lambda one: one.version, reverse=True)))


def running() -> Pool:
    """The interpreter that runs this, whatever its build."""
    return Pool(
        interpreters=tuple(look_at([Path(sys.executable)])),
        origin="'installed' is on",
        way_out="Leave 'installed' to a run of its own",
    )


def named(text: str, *, found: Pool) -> Pool:
    """The one interpreter that `--python` names, by version or by path. UsageError if there is none."""
    if re.fullmatch(r"\d+(\.\d+){0,2}", text):
        wanted = tuple(map(int, text.split(".")))
        matches = [one for one in found.interpreters if one.version.release[: len(wanted)] == wanted]
    else:
        path = shutil.which(os.path.expanduser(text))  # noqa: PTH111  # a Path would lose the "./"
        matches = look_at([Path(path).absolute()] if path else [])
    if not matches:
        versions = ", ".join(sorted({str(one.version) for one in found.interpreters}, key=Version))
        raise UsageError(f"no Python {text!r}; found {versions or 'none'}. Name one of them, or a path")
    if matches[0].minor < OLDEST_PYTHON:
        oldest = dotted(OLDEST_PYTHON)
        raise UsageError(
            f"--python {text} is Python {matches[0].version}; signalbench needs {oldest} or newer"
        )
    return Pool(
        interpreters=(matches[0],), origin="--python is", way_out="Name another one with --python, or none"
    )


def candidates(environ: Mapping[str, str], home: Path, uv_folder: Path | None) -> list[Path]:
    """Files that should be interpreters: on PATH, then pyenv's, then uv's.

    pyenv's shims are skipped, since they stand for the versions that are looked at anyway.
    """
    pyenv = Path(environ.get("PYENV_ROOT") or home / ".pyenv")
    folders = [Path(folder) for folder in environ.get("PATH", "").split(os.pathsep) if folder]
    found = [
        file
        for folder in folders
        if folder != pyenv / "shims" and folder.is_dir()
        for file in sorted(folder.glob("python3*"))
        if re.fullmatch(r"python3(\.\d+)?(\.exe)?", file.name)
    ]
    found += sorted((pyenv / "versions").glob("*/bin/python3"))
    if uv_folder is not None:
        found += sorted(uv_folder.glob("*/bin/python3"))
    return found


def look_at(files: Iterable[Path]) -> list[Interpreter]:
    """The interpreters among the files, in their order, each once however many names it has."""
    once = {file.resolve(): file for file in reversed(list(files))}
    with ThreadPoolExecutor(max_workers=4) as threads:
        answers = list(threads.map(_ask, reversed(once.values())))
    by_executable: dict[Path, Interpreter] = {}
    for interpreter in answers:
        if interpreter is not None:
            by_executable.setdefault(interpreter.executable.resolve(), interpreter)
    return list(by_executable.values())


def _ask(file: Path) -> Interpreter | None:
    try:
        answer = subprocess.run(
            [file, "-I", "-c", QUESTION],
            capture_output=True,
            stdin=subprocess.DEVNULL,
            text=True,
            timeout=ANSWER_WITHIN_S,
            check=True,
        )
        executable, version, ordinary = json.loads(answer.stdout)
    except (OSError, subprocess.SubprocessError, ValueError):
        return None
    return Interpreter(executable=Path(executable), version=Version(version), ordinary=ordinary)


def choose(pool: Pool, djangos: Sequence[Minor]) -> Interpreter:
    """The newest interpreter that supports all these series. SignalbenchError if there is none."""
    fits = {series: {one for one in pool.interpreters if supports(series, one.minor)} for series in djangos}
    for series in djangos:
        if not fits[series]:
            raise SignalbenchError(
                f"Django {dotted(series)} needs Python {_needs(series, pool)}; {pool}. {pool.way_out}"
            )
    if not pool.interpreters:
        raise SignalbenchError(f"Python {dotted(OLDEST_PYTHON)} or newer is needed; {pool}. {pool.way_out}")
    for interpreter in pool.interpreters:
        if all(interpreter in fit for fit in fits.values()):
            return interpreter
    one, other = next((a, b) for a in djangos for b in djangos if not fits[a] & fits[b])
    raise SignalbenchError(_apart(one, other, pool))


def _needs(series: Minor, pool: Pool) -> str:
    oldest, newest = pythons(series)
    oldest = max(oldest, OLDEST_PYTHON)
    if oldest == newest:
        return dotted(oldest)
    if newest is None or (pool.interpreters and all(one.minor < oldest for one in pool.interpreters)):
        return f"{dotted(oldest)} or newer"
    return f"{dotted(oldest)} to {dotted(newest)}"


def _apart(one: Minor, other: Minor, pool: Pool) -> str:
    (oldest_of_one, newest_of_one), (oldest_of_other, newest_of_other) = pythons(one), pythons(other)
    oldest = max(oldest_of_one, oldest_of_other, OLDEST_PYTHON)
    newest = min((n for n in (newest_of_one, newest_of_other) if n is not None), default=None)
    if newest is None or oldest < newest:
        wanted = f"{dotted(oldest)} or newer" if newest is None else f"{dotted(oldest)} to {dotted(newest)}"
    elif oldest == newest:
        wanted = dotted(oldest)
    else:
        spans = (
            f"{dotted(series)} ({dotted(first)} {f'to {dotted(last)}' if last else 'or newer'})"
            for series, first, last in (
                (one, oldest_of_one, newest_of_one),
                (other, oldest_of_other, newest_of_other),
            )
        )
        return f"no one Python runs both Django {' and '.join(spans)}; compare them in two runs"
    return f"Django {dotted(one)} and {dotted(other)} both need Python {wanted}; {pool}. {pool.way_out}"
