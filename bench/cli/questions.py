"""What a worker tells before anything is measured: what it runs on, and the questions it knows.

Which questions there are, with their points, depends on the measured code alone. So they are asked once, of a
worker on the interpreter that runs this command, and kept in the cache until that code changes.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from bench.errors import SignalbenchError
from bench.lockstep.databases import NONE_NEEDED, Lease
from bench.lockstep.environment_cache import cache_folder
from bench.lockstep.staging import code_digest, stage_packages
from bench.lockstep.worker_process import OperationError, WorkerFailure, WorkerProcess
from bench.model import Question
from bench.output_file import write_whole
from bench.results.codec import question_from_json

PATIENCE_S = 60.0


def fingerprint(interpreter: Path, *, database: Lease = NONE_NEEDED) -> Mapping[str, str]:
    """What a worker on this interpreter, with that database, says of both.

    Raises SignalbenchError if no worker can run there.
    """
    found: Mapping[str, str] = _introduced(interpreter, full=False, database=database)["fingerprint"]
    return found


def questions_here(*, full: bool) -> tuple[Question, ...]:
    """The questions, in the order of a report; full: with the values that take very long.

    Raises SignalbenchError if they are not known yet and no worker can run here.
    """
    file = cache_folder(os.environ, Path.home()) / f"questions{'-full' if full else ''}.json"
    code = code_digest()
    known = _kept(file, code)
    if known is None:
        known = _introduced(Path(sys.executable), full=full, database=NONE_NEEDED)["questions"]
        with suppress(OSError):  # without a cache it only takes longer
            write_whole(file, json.dumps({"code": code, "questions": known}))
    return tuple(map(question_from_json, known))


def _kept(file: Path, code: str) -> Sequence[Any] | None:
    """None where nothing is kept, or what is belongs to other code."""
    try:
        kept = json.loads(file.read_bytes())
        return kept["questions"] if kept["code"] == code else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _introduced(interpreter: Path, *, full: bool, database: Lease) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="signalbench-") as scratch:
        try:
            staging = stage_packages(Path(scratch) / "measured")
            worker = WorkerProcess(interpreter, staging, hash_seed=0, database=database)
            try:
                return worker.introduce(full=full, patience_s=PATIENCE_S)
            finally:
                worker.stop()
        except (WorkerFailure, OperationError) as failure:
            raise SignalbenchError(f"nothing can be measured with {interpreter}: {failure}") from failure
