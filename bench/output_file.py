"""A file for what was found: checked before a long command runs, and written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from bench.errors import SignalbenchError


def check_writable(file: Path) -> None:
    """Leaves the file as it is, and makes its folder. Raises SignalbenchError for what cannot be written."""
    try:
        was_there = file.exists()
        file.parent.mkdir(parents=True, exist_ok=True)
        if file.is_fifo():
            return
        with file.open("a"):
            pass
        if not was_there:
            file.unlink()
    except OSError as error:
        raise _refused(file, error) from error


def write(file: Path, text: str) -> None:
    """In UTF-8; whole, but straight into what is no file, as a pipe. Makes the folder where there is none.

    Raises SignalbenchError for what cannot be written.
    """
    try:
        if file.exists() and not file.is_file():
            file.write_text(text, encoding="utf-8")
        else:
            write_whole(file, text)
    except OSError as error:
        raise _refused(file, error) from error


def write_whole(path: Path, content: str | bytes) -> None:
    """Write under another name and rename, so that nobody ever sees half a file. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        unfinished.write_bytes(content.encode() if isinstance(content, str) else content)
        unfinished.replace(path)
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise


def _refused(file: Path, error: OSError) -> SignalbenchError:
    return SignalbenchError(f"cannot write {file}: {error.strerror}")
