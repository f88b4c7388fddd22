"""valgrind's callgrind around a worker, steered from outside by valgrind's own vgdb."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path

from bench.errors import SignalbenchError

GIVE_UP_AFTER_S = 120.0


def require_valgrind() -> None:
    """Raise SignalbenchError unless valgrind and vgdb are on PATH."""
    for program in ("valgrind", "vgdb"):
        if shutil.which(program) is None:
            raise SignalbenchError(
                f"counting instructions needs {program}, which is not on PATH; "
                "on Debian and Ubuntu: apt-get install valgrind"
            )


class Callgrind:
    """One process under callgrind, with counting off until on() is called.

    folder: an empty one, for what valgrind writes and for the pipes that vgdb speaks through.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def launcher(self, interpreter: Path) -> Path:
        """An executable to start instead of the interpreter, with the same arguments."""
        options = [
            "--tool=callgrind",
            "--instr-atstart=no",
            f"--callgrind-out-file={self._folder / 'counts'}",
            f"--log-file={self._folder / 'log'}",
            f"--vgdb-prefix={self._prefix}",
        ]
        script = self._folder / "python"
        script.write_text(f'#!/bin/sh\nexec {shlex.join(["valgrind", *options, str(interpreter)])} "$@"\n')
        script.chmod(0o755)
        return script

    def on(self) -> None:
        """Begin to count."""
        self._tell("instrumentation on")

    def off(self) -> None:
        """End counting; the process is faster then."""
        self._tell("instrumentation off")

    def zero(self) -> None:
        """Forget what was counted."""
        self._tell("zero")

    def total(self) -> int:
        """The instructions since counting began, or since zero() or the last total()."""
        self._tell("dump")
        (dump,) = self._folder.glob("counts.*")
        total = instructions_in(dump.read_text(errors="replace"))
        dump.unlink()
        return total

    @property
    def _prefix(self) -> Path:
        return self._folder / "vgdb"

    def _tell(self, command: str) -> None:
        told = ["vgdb", f"--vgdb-prefix={self._prefix}", *command.split()]
        try:
            done = subprocess.run(told, capture_output=True, text=True, timeout=GIVE_UP_AFTER_S)
        except subprocess.TimeoutExpired:
            reason = f"no answer for {GIVE_UP_AFTER_S:.0f} s"
        else:
            if done.returncode == 0:
                return
            reason = (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1]
        raise SignalbenchError(
            f"vgdb could not tell valgrind {command!r}: {reason}; "
            "it has to be allowed to trace processes (in a container: --cap-add=SYS_PTRACE)"
        )


def instructions_in(dump: str) -> int:
    """The total of a callgrind dump, whose only event is Ir, instructions read.

    The line is described in the manual's chapter "Callgrind Format Specification".
    """
    found = re.search(r"^summary: (\d+)", dump, re.MULTILINE)
    if found is None:
        raise SignalbenchError("callgrind wrote a dump without a summary; is valgrind older than 3.16?")
    return int(found[1])
