"""Real workers on a real PostgreSQL server, embedded or by URL. Skipped where no package index answers."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bench.errors import SignalbenchError
from bench.lockstep.databases import EMBEDDED, Database, Kind
from bench.lockstep.databases_of_run import RunDatabases
from bench.lockstep.embedded_postgres import EmbeddedPostgres, installed, server_version
from bench.lockstep.environments import provision
from bench.lockstep.staging import stage_packages
from bench.lockstep.worker_process import WorkerProcess
from bench.model import Case, CellState

SHORT = Case("bulk-saves", "save()", (("rows", 10), ("commit", "autocommit")))
LONG = Case("bulk-saves", "save()", (("rows", 1000), ("commit", "atomic")))
PATIENCE_S = 120


@pytest.fixture(scope="module")
def package() -> Path:
    try:
        return installed(print)
    except SignalbenchError as error:
        pytest.skip(f"no embedded server: {error}")


@pytest.fixture(scope="module")
def interpreter() -> Path:
    try:
        return provision(["5.2"], libraries=EMBEDDED.drivers, announce=print)[0].interpreter
    except SignalbenchError as error:
        pytest.skip(f"no Django with a driver: {error}")


@pytest.fixture(scope="module")
def server(package: Path) -> Iterator[Database]:
    """A server that the run has not started, as a URL names one."""
    started = EmbeddedPostgres(package)
    if started.trouble is not None:
        started.stop()
        pytest.skip(f"no embedded server: it {started.trouble}")
    yield replace(EMBEDDED, kind=Kind.SERVER, label="postgres@here", shown="postgres://", host=started.host)
    started.stop()


@pytest.fixture(scope="module")
def staging() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        yield stage_packages(Path(folder))


@pytest.fixture
def reported() -> list[str]:
    return []


@pytest.fixture
def made(server: Database, reported: list[str]) -> Iterator[RunDatabases]:
    with RunDatabases([server], announce=print, report=reported.append) as made:
        yield made


Start = Callable[[Database], WorkerProcess]


@pytest.fixture
def start(made: RunDatabases, interpreter: Path, staging: Path) -> Iterator[Start]:
    started: list[WorkerProcess] = []

    def start(database: Database) -> WorkerProcess:
        lease = made.lease(database, interpreter)
        started.append(WorkerProcess(interpreter, staging, hash_seed=0, database=lease))
        return started[-1]

    yield start
    for worker in started:
        worker.stop()


def ask(interpreter: Path, server: Database, sql: str, name: str = "postgres") -> str:
    """The first column of what the server answers, a word a row."""
    code = (
        "import psycopg, sys; host, name, sql = sys.argv[1:]; "
        "rows = psycopg.connect(host=host, user='postgres', dbname=name, autocommit=True).execute(sql); "
        "print(*(row[0] for row in rows) if rows.description else '')"
    )
    command = [interpreter, "-c", code, server.host, name, sql]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def databases(interpreter: Path, server: Database) -> list[str]:
    names = ask(interpreter, server, "SELECT datname FROM pg_database").split()
    return [name for name in names if name.startswith("signalbench_")]


def test_what_a_worker_says_is_what_was_foretold(start: Start, server: Database, package: Path):
    facts = start(server).introduce(full=False, patience_s=PATIENCE_S)["fingerprint"]
    assert facts["database"] == f"PostgreSQL {server_version(package)}, no fsync"
    assert facts["driver"].startswith("psycopg 3")


def test_operations_wait_for_the_server_and_leave_no_rows(start: Start, server: Database, interpreter: Path):
    worker = start(server)
    for case in (SHORT, LONG):
        answer = worker.verify(case, count=False, patience_s=PATIENCE_S)
        assert (answer["state"], answer["waits"]) == (CellState.MEASURED.value, True)
    (name,) = databases(interpreter, server)
    assert ask(interpreter, server, "SELECT count(*) FROM shop_order", name) == "0"


def test_counts_are_the_same_in_every_worker(start: Start, server: Database):
    first, second = (start(server).verify(SHORT, count=True, patience_s=PATIENCE_S) for _ in range(2))
    assert first["counters"] == second["counters"]
    assert first["counters"]["bytecodes"] > 0


def test_workers_that_follow_one_another_use_the_same_database_anew(
    start: Start, server: Database, interpreter: Path
):
    first = start(server)
    first.wake(patience_s=PATIENCE_S)
    (name,) = databases(interpreter, server)
    ask(interpreter, server, "INSERT INTO shop_counter (orders) VALUES (7)", name)
    first.stop()
    start(server).wake(patience_s=PATIENCE_S)
    assert databases(interpreter, server) == [name]
    assert ask(interpreter, server, "SELECT count(*) FROM shop_counter", name) == "0"


def test_a_run_that_ends_drops_its_databases_and_no_others(
    made: RunDatabases, start: Start, server: Database, interpreter: Path, reported: list[str]
):
    ask(interpreter, server, "CREATE DATABASE signalbench_of_another_run")
    workers = [start(server), start(server)]
    for worker in workers:
        worker.wake(patience_s=PATIENCE_S)
    assert len(databases(interpreter, server)) == 3
    for worker in workers:
        worker.stop()
    made.__exit__(None, None, None)
    assert databases(interpreter, server) == ["signalbench_of_another_run"]
    assert reported == []
    ask(interpreter, server, "DROP DATABASE signalbench_of_another_run")


def test_a_worker_whose_host_is_gone_drops_its_own(start: Start, server: Database, interpreter: Path):
    worker = start(server)
    worker.wake(patience_s=PATIENCE_S)
    assert databases(interpreter, server)
    stdin = worker._process.stdin
    assert stdin is not None
    stdin.close()
    worker._process.wait(PATIENCE_S)
    assert databases(interpreter, server) == []


def test_a_role_that_may_not_create_databases(start: Start, server: Database, interpreter: Path):
    ask(interpreter, server, "CREATE ROLE poor LOGIN")
    facts = start(replace(server, user="poor")).introduce(full=False, patience_s=PATIENCE_S)["fingerprint"]
    assert facts["database"] == "PostgreSQL, not used"
    assert facts["database_trouble"].startswith("does not let poor create databases")
