"""The SMTP server of this process, bench_project/accounts/mail_server.py.

It is a process of its own, as a mail server is anywhere: beside the sender in one process, the two would
wait for each other's interpreter lock, and the server's Python calls would be counted as the sender's. The
sender still waits for its answers, on the wall clock. It may run on all cores, whenever it was started: on
the one that a worker is bound to, it would take turns with the sender. It starts when it is first needed,
stays for the cases to come, and ends with this process, however that ends.
"""

from __future__ import annotations

import functools
import os
import subprocess
import sys
from pathlib import Path
from typing import IO, Any

from bench.scenarios.all_cores import use_all_cores
from bench_project import accounts


class NoMailServer(Exception):
    """It did not start. Its own words are on standard error."""


class MailServer:
    """A running one. `port` is where it listens on 127.0.0.1."""

    def __init__(self) -> None:
        path = Path(*accounts.__path__, "mail_server.py")
        self._process: Any = subprocess.Popen(
            [sys.executable, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        use_all_cores(self._process.pid)
        self.port = self._number()

    def received(self) -> int:
        """How many messages it has received since it started."""
        questions: IO[str] = self._process.stdin
        questions.write("\n")
        questions.flush()
        return self._number()

    def _number(self) -> int:
        answer = self._process.stdout.readline()
        if not answer:
            raise NoMailServer(f"the SMTP server ended with exit code {self._process.wait()}")
        return int(answer)


def mail_server() -> MailServer:
    """The one of this process; a forked process starts its own."""
    return _of(os.getpid())


@functools.cache
def _of(process: int) -> MailServer:
    return MailServer()
