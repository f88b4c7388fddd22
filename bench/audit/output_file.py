"""A file for what was found, checked before a long command runs. Whole lines of text, in UTF-8."""

from __future__ import annotations

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
    """Makes the folder where there is none. Raises SignalbenchError for what cannot be written."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise _refused(file, error) from error


def _refused(file: Path, error: OSError) -> SignalbenchError:
    return SignalbenchError(f"cannot write {file}: {error.strerror}")
