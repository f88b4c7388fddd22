"""Long operations side by side, seen from the host. See bench/worker/side_by_side.py for the why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bench.lockstep.answers import Answer, gather
from bench.lockstep.relays import PACEMAKER
from bench.lockstep.worker_process import WorkerFailure, WorkerProcess
from bench.model import Case
from bench.results.codec import case_to_json


def time_side_by_side(
    workers: Mapping[str, WorkerProcess],
    pacemaker: WorkerProcess | None,
    case: Case,
    loops: int,
    *,
    warm_up: bool,
    patience_s: float,
) -> dict[str, Answer]:
    """{"ns"} of one slice from each worker, all at once, and under PACEMAKER {"ns"} of one of its operations.

    They start together when all are set up. Who cannot set the case up takes no part.
    """
    request = {"do": "set_up", **case_to_json(case), "warm_up": warm_up}
    answers = ask(workers, request, patience_s=patience_s)
    ready = {label: workers[label] for label, answer in answers.items() if isinstance(answer, dict)}
    beside = {} if pacemaker is None else {PACEMAKER: pacemaker}
    failed = _send(beside, {"do": "pace"})
    answers |= ask(ready, {"do": "time", "loops": loops}, patience_s=patience_s)
    failed |= _send(_others(beside, failed), {"do": "rest"})
    pace = _gather(_others(beside, failed), patience_s)
    _gather(_others(beside, failed | pace), patience_s)
    tidied = ask(_others(workers, answers), {"do": "tidy_up"}, patience_s=patience_s)
    return answers | {label: answer for label, answer in tidied.items() if _is_gone(answer)} | pace | failed


def ask(
    workers: Mapping[str, WorkerProcess], request: dict[str, Any], *, patience_s: float
) -> dict[str, Answer]:
    """The same request to all of them at once, and what each answers."""
    failed = _send(workers, request)
    return failed | _gather(_others(workers, failed), patience_s)


def _send(workers: Mapping[str, WorkerProcess], request: dict[str, Any]) -> dict[str, Answer]:
    """Only of those that are gone there is an answer."""
    failed: dict[str, Answer] = {}
    for label, worker in workers.items():
        try:
            worker.send(request)
        except WorkerFailure as failure:
            failed[label] = failure
    return failed


def _gather(workers: Mapping[str, WorkerProcess], patience_s: float) -> dict[str, Answer]:
    return gather(workers, patience_s=patience_s, call_off=None)


def _others(workers: Mapping[str, WorkerProcess], answers: Mapping[str, Answer]) -> dict[str, WorkerProcess]:
    return {label: worker for label, worker in workers.items() if not _is_gone(answers.get(label))}


def _is_gone(answer: Answer | None) -> bool:
    return isinstance(answer, WorkerFailure)
