"""The trace: start the project, count while the command runs, write the record as the process ends.

The record is written when Python runs its exit handlers, after those of the command: whether the command
comes to its end by an exception, sys.exit() or Ctrl-C, and with what its threads have done. SIGTERM leaves
one too, and ends the process as it would have, unless the command has a handler of its own. os._exit() and
other signals that kill the process leave none. A process that is forked off writes none.
"""

from __future__ import annotations

import atexit
import json
import os
import sys
from types import TracebackType
from typing import Any

from .main_module import become_manage
from .starting import PACKAGE_FOLDER, ProjectError, require_django, start
from .terminating import before_termination

INTERRUPTED = 130
TERMINATED = 143


def trace(request: dict[str, Any], writes_bytecode: bool) -> None:
    """Run the request's command; does not return, but raises SystemExit with the command's own code."""
    try:
        if request["settings"]:
            sys.path.insert(0, request["project"])
            require_django()
            become_manage(request["project"], request["command"])
            sys.dont_write_bytecode = not writes_bytecode
            start(request["settings"])
            sys.dont_write_bytecode = True
        else:
            require_django()
        from .command import find_command
        from .tracing.session import Session

        run = find_command(request["command"], request["project"])
        session = Session(request["only"], request["without"])
    except ProjectError as error:
        _write(request["record"], {"error": str(error)})
        sys.exit(3)
    finally:
        sys.dont_write_bytecode = not writes_bytecode
    outcome: dict[str, int | None] = {"code": None}

    def finish() -> None:
        if session.is_own_process():
            session.stop()
            _write(request["record"], session.record(request["command"], outcome["code"]))

    def finish_terminated() -> None:
        outcome["code"] = TERMINATED
        finish()

    atexit.register(finish)
    _write(request["record"], {})
    session.start()
    before_termination(finish_terminated)
    try:
        run()
        outcome["code"] = 0
    except SystemExit as error:
        outcome["code"] = exit_code(error)
        raise
    except BaseException as error:  # Python would print it and exit
        outcome["code"] = INTERRUPTED if isinstance(error, KeyboardInterrupt) else 1
        own = _own_part(error.__traceback__)
        sys.excepthook(type(error), error.with_traceback(own), own)
    sys.exit(outcome["code"])


def exit_code(error: SystemExit) -> int:
    """What Python makes of it: 0 for none, 1 for a text."""
    if error.code is None:
        return 0
    return error.code & 0xFF if isinstance(error.code, int) else 1


def _own_part(traceback: TracebackType | None) -> TracebackType | None:
    """Without our frames, as if the command had been started by itself."""
    while traceback is not None and traceback.tb_frame.f_code.co_filename.startswith(PACKAGE_FOLDER):
        traceback = traceback.tb_next
    return traceback


def _write(file: str, record: dict[str, Any]) -> None:
    """All of it or nothing."""
    with open(f"{file}.part", "w", encoding="utf-8") as part:
        json.dump(record, part)
    os.replace(f"{file}.part", file)
