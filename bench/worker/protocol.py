"""The conversation between host and worker: a JSON object a line each way, one answer for each request.

    request                                        answer
    {"do": "introduce", "full": bool}              {"fingerprint": {...}, "questions": [...]}
    {"do": "verify_case", case, "count": bool}     {"state", "reason", "counters", "ns", "check_s",
                                                    "alone": bool, "waits": bool}
    {"do": "settle", "cpu": int | null}            {"pinned": bool}
    {"do": "relay", "own", "next", "number",       {"ns": [[one a turn] for each case]}
     "turns", "legs", "cases": [{case, "loops",
     "warm_up": bool}]}
    {"do": "relay_pace", "own", "next", "number",  {"ns": the same, of one save}
     "turns", "legs"}
    {"do": "set_up", case, "warm_up": bool}        {}
    {"do": "time", "loops"}                        {"ns"}: of the case that is set up
    {"do": "tidy_up"}                              {}
    {"do": "profile", case, "loops",               {"state", "reason", "frames": [frame, …],
     "seconds"}                                     "stacks": [[[index, …], ticks], …], "samples",
                                                    "operations", "profile_ns", "lost_ns",
                                                    "cpu_ns", "plain_cpu_ns", "period_ns",
                                                    "receivers": [[function, file, line]]}
    {"do": "pace"}                                 {"ns"}, as soon as the next request has come
    {"do": "rest"}                                 {}

A case is {"question", "variant", "axis"}. An operation that raises answers {"error": "ValueError: …"}.
The worker ends when its standard input does.

Verify runs the operation against its oracle, and counts what it does or estimates the nanoseconds of one
call (check_s is how long that took; ns is null when it counts). alone: it touches what others share, so it
is set up for each round; waits: it waits for something else than the processor. Settle ends the
preparations: it binds the worker to one processor core and sets the heap aside, so that garbage collection
has little to look at. Profile samples the case for so many seconds; its stacks are lists of places among the
frames, [function, file, line, class], and of an absent case only state and reason are told. How slices are
taken is told in relay.py and side_by_side.py.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from typing import Any, TextIO

Message = dict[str, Any]
REQUESTS = 0
"""The descriptor of standard input."""


def claim_stdout() -> TextIO:
    """Take standard output for the answers, and send whatever else prints there to standard error."""
    channel = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return channel


def serve(handlers: Mapping[str, Callable[[Message], Message]], answers: TextIO) -> None:
    """Answer requests until standard input ends.

    None is read ahead of its turn, or keep_pace() could not see that it has come.
    """
    with open(REQUESTS, "rb", buffering=0) as requests:
        for line in requests:
            request = json.loads(line)
            try:
                answer = handlers[request["do"]](request)
            except Exception as error:  # a scenario may raise anything, and the host has to hear of it
                answer = {"error": f"{type(error).__name__}: {error}"}
            answers.write(json.dumps(answer) + "\n")
            answers.flush()
