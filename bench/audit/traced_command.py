"""A command, run in the user's own interpreter with its signals traced, and the record of it."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from bench.audit.interpreter import INSIDE
from bench.errors import SignalbenchError


def starts_itself(command: Sequence[str]) -> bool:
    """Whether the command names its settings itself: a script, a module or pytest, no management command."""
    first = Path(command[0]).name
    return bool(re.fullmatch(r"python[\d.]*(\.exe)?|py\.?test|.*\.py|-m", first)) or "/" in command[0]


def run_traced(
    interpreter: Path,
    command: Sequence[str],
    *,
    project: Path,
    settings: str | None,
    only: Sequence[str] = (),
    without: Sequence[str] = (),
) -> tuple[dict[str, Any] | None, int]:
    """The record that `inside.trace` writes, and the command's exit code: 128 and more for a signal.

    No record: the command was killed or ended by os._exit(). Its streams are this process's own.
    Raises SignalbenchError: the interpreter does not start, the project fails, there is no such command.
    """
    with tempfile.TemporaryDirectory(prefix="signalbench-") as folder:
        file = Path(folder) / "record.json"
        request = {
            "inside": str(INSIDE),
            "project": str(project),
            "settings": settings,
            "command": list(command),
            "only": list(only),
            "without": list(without),
            "record": str(file),
        }
        program = (INSIDE / "trace_bootstrap.py").read_text(encoding="utf-8")
        try:
            process = subprocess.Popen([interpreter, "-c", program, json.dumps(request)], cwd=project)
        except OSError as error:
            raise SignalbenchError(
                f"cannot start {interpreter}: {error.strerror}. Name the project's Python with --python"
            ) from error
        code = _wait(process)
        if not file.exists():
            raise SignalbenchError(f"{interpreter} ended with exit code {code} before the command began")
        record: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    if "error" in record:
        raise SignalbenchError(record["error"])
    return record or None, code


def _wait(process: subprocess.Popen[bytes]) -> int:
    """Ctrl-C reaches the command too, and SIGTERM is handed on; how it ends is its own affair."""
    before = signal.signal(signal.SIGTERM, lambda *_: process.terminate())
    try:
        while process.returncode is None:
            with suppress(KeyboardInterrupt):
                process.wait()
    finally:
        signal.signal(signal.SIGTERM, before)
    return process.returncode if process.returncode >= 0 else 128 - process.returncode
