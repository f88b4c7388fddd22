"""Lines for people: nothing in them can act on a terminal."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

from bench.render.inert import visible

WIDTH = 100
"""The most columns that anything takes."""


def say(line: str, stream: TextIO) -> None:
    """Print a line at once."""
    print(visible(line), file=stream, flush=True)


def announcer(*, quiet: bool) -> Callable[[str], None]:
    """Prints lines on standard error, or nothing."""
    return (lambda line: None) if quiet else (lambda line: say(line, sys.stderr))


def columns(stream: TextIO) -> int:
    """How wide a table may be there, at most WIDTH."""
    try:
        return min(WIDTH, os.get_terminal_size(stream.fileno()).columns or WIDTH)
    except (OSError, ValueError):
        return WIDTH


def can_redraw(stream: TextIO) -> bool:
    """Whether a line there can be drawn over: on a terminal that obeys, and not in the log of a CI."""
    return stream.isatty() and os.environ.get("TERM") != "dumb" and not os.environ.get("CI")


def invocation() -> str:
    """What to type to run signalbench: its name, or its path where the shell does not find that."""
    path = sys.argv[0]
    return "signalbench" if shutil.which("signalbench") or not os.access(path, os.X_OK) else shown(Path(path))


def shown(path: Path) -> str:
    """A path as one would type it here."""
    try:
        return str(path.resolve().relative_to(Path.cwd().resolve()))
    except ValueError:
        return str(path)
