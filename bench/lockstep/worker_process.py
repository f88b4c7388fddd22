"""One worker, seen from the host: a process that answers requests over its pipes."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from bench.lockstep.databases import NONE_NEEDED, VARIABLE, Lease
from bench.model import Case
from bench.results.codec import case_to_json

LAST_WORDS_S = 5.0
"""How long a worker that no longer answers gets to end by itself."""


class WorkerFailure(Exception):
    """The worker died, hung or could not be started; it is gone. The text is the reason."""


class OperationError(Exception):
    """The worker lives, but what it was asked to do raised. The text is the exception's."""


def variables(staging: Path) -> dict[str, str]:
    """The environment variables of a process that imports what is in that folder, and nothing of the host.

    Nor does it inherit a database: which one is its own, its lease tells.
    """
    strange = ("PYTHON", "DJANGO", VARIABLE)
    own = {name: value for name, value in os.environ.items() if not name.startswith(strange)}
    return own | {"PYTHONPATH": str(staging)}


class WorkerProcess:
    """A started worker. Requests wait for their answer; stop() ends it, and may be called twice.

    staging: a folder that holds the measured packages and nothing else, see staging.py. database: the
    worker's own, which is released when it ends.
    """

    def __init__(
        self, interpreter: Path, staging: Path, *, hash_seed: int, database: Lease = NONE_NEEDED
    ) -> None:
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115  it lives as long as the process
        self._database = database
        try:
            self._process = subprocess.Popen(
                [interpreter, "-m", "bench.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._errors,
                cwd=staging,
                env={**variables(staging), "PYTHONHASHSEED": str(hash_seed), **database.variables},
                start_new_session=True,
            )
        except OSError as error:
            self._errors.close()
            database.release()
            raise WorkerFailure(f"cannot start {interpreter.name}: {error.strerror}") from error
        self._pending = b""
        self._stopped = False

    def introduce(self, *, full: bool, patience_s: float) -> dict[str, Any]:
        """The worker's fingerprint and its questions."""
        return self._ask({"do": "introduce", "full": full}, patience_s)

    def wake(self, *, patience_s: float) -> None:
        """Wait until the worker has started."""
        self._ask({"do": "rest"}, patience_s)

    def verify(self, case: Case, *, count: bool, patience_s: float) -> dict[str, Any]:
        """Check a case against its oracle; bench/worker/protocol.py tells the answer."""
        return self._ask({"do": "verify_case", **case_to_json(case), "count": count}, patience_s)

    def settle(self, cpu: int | None, *, patience_s: float) -> bool:
        """End the preparations; whether the worker is bound to the processor core now."""
        return bool(self._ask({"do": "settle", "cpu": cpu}, patience_s)["pinned"])

    def send(self, request: dict[str, Any]) -> None:
        """Ask without waiting for the answer."""
        assert self._process.stdin is not None
        if self._process.stdin.closed:
            raise WorkerFailure("the worker has been stopped")
        try:
            self._process.stdin.write(json.dumps(request).encode() + b"\n")
            self._process.stdin.flush()
        except OSError:
            raise self._died() from None

    def receive(self, patience_s: float) -> dict[str, Any]:
        """The answer to the oldest request that has none yet."""
        line = self._read_line(patience_s)
        try:
            answer: dict[str, Any] = json.loads(line)
        except ValueError:
            self.stop()
            raise WorkerFailure(f"the worker answered {line[:60]!r}, which is no JSON") from None
        if "error" in answer:
            raise OperationError(answer["error"])
        return answer

    def has_answered(self) -> bool:
        """Whether an answer has been read already; fileno() tells of those that have not."""
        return b"\n" in self._pending

    def fileno(self) -> int:
        """Where answers arrive, for select."""
        assert self._process.stdout is not None
        return self._process.stdout.fileno()

    def stop(self) -> None:
        """End the process, whatever it is doing, and those that it has forked to count apart."""
        if not self._stopped and hasattr(os, "killpg"):
            with suppress(ProcessLookupError, PermissionError):  # it is over already
                os.killpg(self._process.pid, signal.SIGKILL)
        first, self._stopped = not self._stopped, True
        self._process.kill()
        self._process.wait()
        if first:
            self._database.release()
        for pipe in (self._process.stdin, self._process.stdout, self._errors):
            if pipe is not None:
                pipe.close()

    def _ask(self, request: dict[str, Any], patience_s: float) -> dict[str, Any]:
        self.send(request)
        return self.receive(patience_s)

    def _read_line(self, patience_s: float) -> bytes:
        stream = self.fileno()
        while b"\n" not in self._pending:
            ready, _, _ = select.select([stream], [], [], patience_s)
            if not ready:
                self.stop()
                raise WorkerFailure(f"the worker gave no answer for {patience_s:.0f} s and was stopped")
            received = os.read(stream, 1 << 20)
            if not received:
                raise self._died()
            self._pending += received
        line, _, self._pending = self._pending.partition(b"\n")
        return line

    def _died(self) -> WorkerFailure:
        try:
            code = self._process.wait(LAST_WORDS_S)
        except subprocess.TimeoutExpired:
            self.stop()
            return WorkerFailure("the worker closed its answers and was stopped")
        self._errors.seek(0)
        said = self._errors.read().decode(errors="replace").strip().splitlines()
        self.stop()
        how = f"was killed by signal {-code}" if code < 0 else f"ended with exit code {code}"
        return WorkerFailure(f"the worker {how}" + (f": {said[-1]}" if said else ""))
