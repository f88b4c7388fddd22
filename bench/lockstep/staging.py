"""The measured code, copied to where workers run it, and its digest."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

PACKAGES = Path(__file__).resolve().parents[2]
MEASURED = ("bench/__init__.py", "bench/model.py", "bench/scenarios", "bench/worker", "bench_project")


def stage_packages(folder: Path) -> Path:
    """Copy the measured code to `folder`, and return it.

    The host's own site-packages stay off the worker's path: they hold the host's Django. And whoever edits
    a scenario while it is being measured does not change what the next fork measures.
    """
    for source in _files():
        target = folder / source.relative_to(PACKAGES)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
    return folder


def code_digest() -> str:
    """Of the measured code: runs of different code are not continued as if they were one."""
    digest = hashlib.sha256()
    for source in _files():
        digest.update(str(source.relative_to(PACKAGES).as_posix()).encode() + b"\0")
        digest.update(source.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def _files() -> Iterator[Path]:
    for part in MEASURED:
        path = PACKAGES / part
        yield from sorted(path.rglob("*.py")) if path.is_dir() else [path]
