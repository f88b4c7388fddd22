"""Answers from several workers that were asked at once, as they come."""

from __future__ import annotations

import select
from collections.abc import Callable, Mapping
from typing import Any

from bench.lockstep.worker_process import OperationError, WorkerFailure, WorkerProcess

Answer = dict[str, Any] | OperationError | WorkerFailure
LAST_ANSWER_S = 10.0
"""How long a worker has to answer once it has been told that all is off."""


def gather(
    asked: Mapping[str, WorkerProcess], *, patience_s: float, call_off: Callable[[], None] | None
) -> dict[str, Answer]:
    """What each worker answers, by its label.

    call_off: called once, when a worker is gone or none answers for `patience_s`. The others then get a
    little time to answer; who does not is stopped, and its answer is a WorkerFailure. None: nobody waits for
    another, so whoever is gone changes nothing for the rest.
    """
    answers: dict[str, Answer] = {}
    waiting, called_off = dict(asked), False
    while waiting:
        ready = _ready(waiting, LAST_ANSWER_S if called_off else patience_s)
        if not ready and (called_off or call_off is None):
            for label, worker in waiting.items():
                worker.stop()
                reason = f"the worker gave no answer for {patience_s:.0f} s and was stopped"
                answers[label] = WorkerFailure(reason)
            break
        for label in ready:
            answers[label] = _answer(waiting.pop(label), patience_s)
        gone = any(isinstance(each, WorkerFailure) for each in answers.values())
        if call_off is not None and not called_off and (gone or not ready):
            call_off()
            called_off = True
    return answers


def _ready(waiting: Mapping[str, WorkerProcess], patience_s: float) -> list[str]:
    if answered := [label for label, worker in waiting.items() if worker.has_answered()]:
        return answered
    labels = {worker.fileno(): label for label, worker in waiting.items()}
    streams, _, _ = select.select(list(labels), [], [], patience_s)
    return [labels[stream] for stream in streams]


def _answer(worker: WorkerProcess, patience_s: float) -> Answer:
    try:
        return worker.receive(patience_s)
    except (OperationError, WorkerFailure) as failure:
        return failure
