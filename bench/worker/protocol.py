"""The conversation between host and worker: a JSON object a line each way, one answer for each request.

    request                                    answer
    {"do": "introduce", "full": bool}          {"fingerprint": {...}, "questions": [...]}
    {"do": "verify", case, "count"}            {"state", "reason", "counters", "ns", "check_s"}
    {"do": "settle", "cpu": int | null}        {"pinned": bool}
    {"do": "time", case, "loops", "warm_up"}   {"ns"}

A case is {"question", "variant", "axis"}. An operation that raises while it is timed answers
{"error": "ValueError: …"}. The worker ends when its standard input does.

Verify runs the operation against its oracle, and estimates the nanoseconds of one call
(check_s is how long that took, without the counting);
settle ends the preparations: it binds the worker to one processor core and sets the heap aside, so that
garbage collection between slices has little to look at. Time is only ever asked of one worker at once.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping
from typing import Any, TextIO

Message = dict[str, Any]


def claim_stdout() -> TextIO:
    """Take standard output for the answers, and send whatever else prints there to standard error."""
    channel = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return channel


def serve(handlers: Mapping[str, Callable[[Message], Message]], answers: TextIO) -> None:
    """Answer requests until standard input ends."""
    for line in sys.stdin:
        request = json.loads(line)
        try:
            answer = handlers[request["do"]](request)
        except Exception as error:  # a scenario may raise anything, and the host has to hear of it
            answer = {"error": f"{type(error).__name__}: {error}"}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()
