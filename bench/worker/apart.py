"""Work done in a process of its own, forked for it, so that nothing that was done before has a say in it.

Row ids, caches, the layout of instances' dictionaries and the frames that functions keep are a worker's past;
a worker that has done nothing yet hands the same past to every process that it forks.
"""

from __future__ import annotations

import faulthandler
import json
import os
import sys
from collections.abc import Callable
from typing import Any

from django.db import connection

LONGEST_S = 3600
"""The process ends itself then, if nobody has: it may have been left behind by a worker that was killed."""


def apart(work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What `work` returns; {"error": …} if it raises, or if its process ends before it is done.

    Where the system cannot fork, `work` is done here.
    """
    if not hasattr(os, "fork"):
        return work()
    if not _in_memory(connection):
        connection.close()  # both would talk over it; each opens one of its own when it needs it
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        faulthandler.dump_traceback_later(LONGEST_S, exit=True)
        _answer(work, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as answer:
        said = answer.read()
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    if code:
        how = f"was killed by signal {-code}" if code < 0 else f"ended with exit code {code}"
        return {"error": f"the process that counted {how}"}
    result: dict[str, Any] = json.loads(said)
    return result


def _in_memory(database: Any) -> bool:
    return database.vendor == "sqlite" and bool(database.is_in_memory_db())


def _answer(work: Callable[[], dict[str, Any]], writing: int) -> None:
    """Write down what `work` returns, and end the process as it is: what the parent has open is not its."""
    try:
        result = work()
    except BaseException as error:  # SystemExit too: a variant that left something behind raises it
        result = {"error": f"{type(error).__name__}: {error}"}
    with os.fdopen(writing, "wb") as answer:
        answer.write(json.dumps(result).encode())
    sys.stderr.flush()
    os._exit(0)
