"""The databases that a run makes: one of its own for each worker, and all dropped when the run ends.

A server's databases are called signalbench_TOKEN_NUMBER. The token is drawn for the run, and the number is
free again when its worker has stopped, so there are never more of them than workers at once. A process of its
own, see bench/worker/janitor.py, drops them when this one ends, however it ends.
"""

from __future__ import annotations

import heapq
import json
import secrets
import select
import subprocess
import tempfile
import threading
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType

from bench.lockstep.databases import NONE_NEEDED, VARIABLE, Database, Kind, Lease
from bench.lockstep.embedded_postgres import EmbeddedPostgres, installed
from bench.lockstep.staging import stage_packages
from bench.lockstep.worker_process import variables

PREFIX = "signalbench"
READY_WITHIN_S = 60.0
DROPPED_WITHIN_S = 120.0


@dataclass(slots=True)
class Numbers:
    """Which numbers are in use, and which have been."""

    free: list[int] = field(default_factory=list)
    drawn: int = 0

    def take(self) -> tuple[int, bool]:
        """The lowest that is free, and whether it was in use before."""
        if self.free:
            return heapq.heappop(self.free), True
        self.drawn += 1
        return self.drawn, False

    def put_back(self, number: int) -> None:
        """It is free."""
        heapq.heappush(self.free, number)


class RunDatabases:
    """A context manager. Servers are started, and connected to, when a worker first needs them.

    wanted: the databases to measure on. report: gets one line for each that turns out not to be usable.
    """

    def __init__(
        self,
        wanted: Sequence[Database],
        *,
        announce: Callable[[str], None],
        report: Callable[[str], None],
        start_server: Callable[[Path], EmbeddedPostgres] = EmbeddedPostgres,
    ) -> None:
        self.wanted = tuple(wanted)
        self.told: set[str] = set()
        """The reasons that were reported, as a cell that fails has them."""
        self._announce = announce
        self._report = report
        self._start_server = start_server
        self._token = secrets.token_hex(4)
        self._numbers: dict[Database, Numbers] = defaultdict(Numbers)
        self._troubles: dict[Database, str] = {}
        self._servers: dict[Database, EmbeddedPostgres] = {}
        self._janitors: dict[Database, subprocess.Popen[bytes]] = {}
        self._scratch: tempfile.TemporaryDirectory[str] | None = None
        self._lock = threading.RLock()

    def __enter__(self) -> RunDatabases:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        with self._lock:
            for database, janitor in self._janitors.items():
                self._wait_for(janitor, database)
            for server in self._servers.values():
                server.stop()
            if self._scratch is not None:
                self._scratch.cleanup()

    def cannot_use(self, database: Database, trouble: str) -> None:
        """Report it, once, and have no worker try again."""
        with self._lock:
            if database not in self._troubles:
                self._troubles[database] = trouble
                self.told.add(f"the database {trouble}")
                self._report(f"--db {database.shown}: {trouble}")

    def lease(self, database: Database, interpreter: Path) -> Lease:
        """A database for one more worker, on that interpreter.

        Raises SignalbenchError if the embedded server is needed and cannot be installed.
        """
        if database.kind is Kind.MEMORY:
            return NONE_NEEDED
        with self._lock:
            if database.kind is Kind.FILE:
                return self._file(database)
            served = self._served(database)
            if (
                database.kind is Kind.SERVER
                and database not in self._troubles
                and database not in self._janitors
            ):
                self._hire_janitor(database, interpreter)
            trouble = self._troubles.get(database)
            number, again = self._numbers[database].take()
        name = f"{self._prefix}{number}"
        wanted = {
            "settings": served.settings(name),
            "maintenance": database.name,
            "again": again,
            "trouble": trouble,
        }
        return self._lease(database, number, wanted)

    @property
    def _prefix(self) -> str:
        return f"{PREFIX}_{self._token}_"

    def _lease(self, database: Database, number: int, wanted: Mapping[str, object]) -> Lease:
        def release() -> None:
            with self._lock:
                self._numbers[database].put_back(number)

        return Lease(variables={VARIABLE: json.dumps(wanted)}, release=release)

    def _file(self, database: Database) -> Lease:
        number, _ = self._numbers[database].take()
        file = self._folder() / f"{number}.sqlite3"
        for left in file.parent.glob(f"{file.name}*"):
            left.unlink()
        settings = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(file), "CONN_MAX_AGE": None}
        return self._lease(database, number, {"settings": settings})

    def _served(self, database: Database) -> Database:
        """The same, with the place of its server once that runs."""
        if database.kind is not Kind.EMBEDDED or database in self._troubles:
            return database
        if database not in self._servers:
            self._announce("starting an embedded PostgreSQL server …")
            self._servers[database] = self._start_server(installed(self._announce))
        server = self._servers[database]
        if server.trouble is not None:
            self.cannot_use(database, server.trouble)
            return database
        return replace(database, host=server.host)

    def _folder(self) -> Path:
        if self._scratch is None:
            self._scratch = tempfile.TemporaryDirectory(prefix="signalbench-", ignore_cleanup_errors=True)
        return Path(self._scratch.name)

    def _hire_janitor(self, database: Database, interpreter: Path) -> None:
        """Without one that has imported what it needs, nothing is made on the server."""
        staging = self._folder() / "measured"
        if not staging.exists():
            stage_packages(staging)
        wanted = {"settings": database.settings(database.name)}
        janitor = subprocess.Popen(
            [interpreter, "-m", "bench.worker.janitor", self._prefix],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=staging,
            env=variables(staging) | {VARIABLE: json.dumps(wanted)},
            start_new_session=True,
        )
        assert janitor.stdout is not None
        if select.select([janitor.stdout], [], [], READY_WITHIN_S)[0]:
            self._janitors[database] = janitor
            return
        janitor.kill()
        janitor.communicate()
        self.cannot_use(
            database,
            "cannot be used: the process that is to drop what is made there was not ready within "
            f"{READY_WITHIN_S:.0f} s. Try again while the machine is less busy",
        )

    def _wait_for(self, janitor: subprocess.Popen[bytes], database: Database) -> None:
        """Let it drop what was made. Where the database was never usable, there is nothing to drop."""
        try:
            _, said = janitor.communicate(timeout=DROPPED_WITHIN_S)
        except subprocess.TimeoutExpired:
            janitor.kill()
            _, said = janitor.communicate()
            said = said or b"it takes too long"
        if janitor.returncode and database not in self._troubles:
            lines = said.decode(errors="replace").strip().splitlines()
            self._report(
                f"--db {database.shown}: databases named {self._prefix}* may be left on it, which "
                f"{lines[-1] if lines else 'no reason is known'}"
            )
