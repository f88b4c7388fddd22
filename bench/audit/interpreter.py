"""The user's own interpreter, asked about the project in one process that ends with its answer."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from bench.errors import SignalbenchError

INSIDE = Path(__file__).parent / "inside"
PATIENCE_S = 120.0
"""How long a project may take to start before it is taken to hang."""
LOOK_EVERY_S = 1.0


def ask_project(
    interpreter: Path,
    request: Mapping[str, Any],
    *,
    project: Path,
    settings: str,
    patience_s: float = PATIENCE_S,
) -> dict[str, Any]:
    """The answer of the module `bench.audit.inside.DO`, where the request says {"do": DO, …}.

    patience_s: of waiting; time for which this process was stopped, or the machine asleep, does not count.

    Raises SignalbenchError: the interpreter does not start, the project fails, ends or hangs.
    """
    reading, writing = os.pipe()
    with (
        os.fdopen(reading, "rb", buffering=0) as answers,
        tempfile.TemporaryFile() as said,
        tempfile.TemporaryDirectory(prefix="signalbench-audit-", ignore_cleanup_errors=True) as scratch,
    ):
        try:
            whole = {**request, "scratch": scratch}
            process = _start(interpreter, whole, project, settings, writing, said)
        finally:
            os.close(writing)
        try:
            line = _read_line(answers, patience_s)
            if not line.endswith(b"\n"):
                raise SignalbenchError(_last_words(process, said, patience_s))
        finally:
            with suppress(ProcessLookupError, PermissionError):  # it is over already
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    answer: dict[str, Any] = json.loads(line)
    if "error" in answer:
        raise SignalbenchError(answer["error"])
    return answer


def _start(
    interpreter: Path, request: dict[str, Any], project: Path, settings: str, writing: int, said: IO[bytes]
) -> subprocess.Popen[bytes]:
    whole = {
        **request,
        "inside": str(INSIDE),
        "project": str(project),
        "settings": settings,
        "answer_fd": writing,
    }
    program = (INSIDE / "bootstrap.py").read_text(encoding="utf-8")
    try:
        return subprocess.Popen(
            [interpreter, "-B", "-c", program, json.dumps(whole)],
            cwd=project,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            pass_fds=(writing,),
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
            start_new_session=True,
        )
    except OSError as error:
        raise SignalbenchError(
            f"cannot start {interpreter}: {error.strerror}. Name the project's Python with --python"
        ) from error


def _read_line(stream: IO[bytes], patience_s: float) -> bytes:
    """Up to the first line break, the end of the stream or of the patience."""
    received = b""
    waited_s = 0.0
    while not received.endswith(b"\n") and waited_s < patience_s:
        at_most_s = min(LOOK_EVERY_S, patience_s - waited_s)
        ready, _, _ = select.select([stream], [], [], at_most_s)
        if ready:
            piece = os.read(stream.fileno(), 1 << 20)
            if not piece:
                break
            received += piece
        else:
            waited_s += at_most_s
    return received


def _last_words(process: subprocess.Popen[bytes], said: IO[bytes], patience_s: float) -> str:
    """Why there is no answer."""
    try:
        code = process.wait(1.0)
    except subprocess.TimeoutExpired:
        return f"the project has not started within {patience_s:.0f} s: something in it waits"
    said.seek(0)
    lines = said.read().decode(errors="replace").strip().splitlines()
    how = f"was killed by signal {-code}" if code < 0 else f"ended with exit code {code}"
    return f"the project’s Python {how} before it could answer" + (f": {lines[-1]}" if lines else "")
