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
from bench.lockstep.django_specs import OLDEST_PYTHON, Minor, Support, dotted
from bench.lockstep.uv_command import UvError, run_uv

ANSWER_WITHIN_S = 60.0
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
        way_out="Leave 'installed' to a run of its own, or add --allow-mixed",
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


def shared(pool: Pool, djangos: Sequence[Support]) -> Interpreter | None:
    """The newest interpreter that runs all these Djangos."""
    fitting = (one for one in pool.interpreters if all(django.covers(one.minor) for django in djangos))
    return next(fitting, None)


def choose(pool: Pool, djangos: Sequence[Support]) -> Interpreter:
    """The newest interpreter that runs all these Djangos. SignalbenchError if there is none."""
    if chosen := shared(pool, djangos):
        return chosen
    for django in djangos:
        if not shared(pool, [django]):
            raise SignalbenchError(
                f"{django.django} needs Python {_needs(django, pool)}; {pool}. {pool.way_out}"
            )
    if not djangos:
        raise SignalbenchError(f"Python {dotted(OLDEST_PYTHON)} or newer is needed; {pool}. {pool.way_out}")
    one, other = next((a, b) for a in djangos for b in djangos if not shared(pool, [a, b]))
    raise SignalbenchError(_apart(one, other, pool))


def _needs(django: Support, pool: Pool) -> str:
    oldest = max(django.oldest, OLDEST_PYTHON)
    if oldest == django.newest:
        return dotted(oldest)
    if django.newest is None or (pool.interpreters and all(one.minor < oldest for one in pool.interpreters)):
        return f"{dotted(oldest)} or newer"
    return f"{dotted(oldest)} to {dotted(django.newest)}"


def _apart(one: Support, other: Support, pool: Pool) -> str:
    oldest = max(one.oldest, other.oldest, OLDEST_PYTHON)
    newest = min((n for n in (one.newest, other.newest) if n is not None), default=None)
    if newest is None or oldest < newest:
        wanted = f"{dotted(oldest)} or newer" if newest is None else f"{dotted(oldest)} to {dotted(newest)}"
    elif oldest == newest:
        wanted = dotted(oldest)
    else:
        both = " and ".join(f"{each.django} ({_span(each)})" for each in (one, other))
        return f"no one Python runs both {both}; compare them in two runs, or with --allow-mixed"
    return (
        f"{one.django} and {other.django} both need Python {wanted}; {pool}. {pool.way_out}, "
        "or measure each on a Python of its own with --allow-mixed"
    )


def _span(django: Support) -> str:
    return f"{dotted(django.oldest)} {f'to {dotted(django.newest)}' if django.newest else 'or newer'}"
