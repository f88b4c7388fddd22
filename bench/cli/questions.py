"""What a worker on some interpreter says of itself and of the questions it can answer."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from bench.errors import SignalbenchError
from bench.lockstep.databases import NONE_NEEDED, Lease
from bench.lockstep.staging import stage_packages
from bench.lockstep.worker_process import OperationError, WorkerFailure, WorkerProcess
from bench.model import Question
from bench.results.codec import question_from_json

PATIENCE_S = 60.0


def introduce(
    interpreter: Path, *, full: bool, database: Lease = NONE_NEEDED
) -> tuple[Mapping[str, str], tuple[Question, ...]]:
    """The fingerprint and the questions of a worker on this interpreter, with that database.

    Raises SignalbenchError if no worker can run there.
    """
    with tempfile.TemporaryDirectory(prefix="signalbench-") as scratch:
        try:
            staging = stage_packages(Path(scratch) / "measured")
            worker = WorkerProcess(interpreter, staging, hash_seed=0, database=database)
            try:
                answer = worker.introduce(full=full, patience_s=PATIENCE_S)
            finally:
                worker.stop()
        except (WorkerFailure, OperationError) as failure:
            raise SignalbenchError(f"nothing can be measured with {interpreter}: {failure}") from failure
    return answer["fingerprint"], tuple(map(question_from_json, answer["questions"]))


def questions_here(*, full: bool) -> tuple[Question, ...]:
    """The questions, as the interpreter says that runs this command."""
    return introduce(Path(sys.executable), full=full)[1]
