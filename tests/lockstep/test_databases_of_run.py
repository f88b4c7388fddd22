"""Databases of a run: whose they are, when a server starts, and what is said when one cannot be used."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pytest

from bench.errors import SignalbenchError
from bench.lockstep import databases_of_run, embedded_postgres
from bench.lockstep.databases import EMBEDDED, IN_A_FILE, IN_MEMORY, NONE_NEEDED, VARIABLE, Lease, parse
from bench.lockstep.databases_of_run import RunDatabases
from bench.lockstep.embedded_postgres import EmbeddedPostgres
from bench.lockstep.worker_process import WorkerFailure, WorkerProcess, variables

HERE = Path(sys.executable)


@dataclass
class FakeServer:
    host: str = "/sockets"
    trouble: str | None = None
    stopped: bool = False

    def stop(self) -> None:
        self.stopped = True


@dataclass
class Heard:
    announced: list[str]
    reported: list[str]


@pytest.fixture
def heard() -> Heard:
    return Heard([], [])


@pytest.fixture
def server() -> FakeServer:
    return FakeServer()


@pytest.fixture
def made(heard: Heard, server: FakeServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[RunDatabases]:
    monkeypatch.setattr(databases_of_run, "installed", lambda announce: Path("/package"))
    with RunDatabases(
        [EMBEDDED],
        announce=heard.announced.append,
        report=heard.reported.append,
        start_server=lambda package: cast(EmbeddedPostgres, server),
    ) as made:
        yield made


def wanted(lease: Lease) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(lease.variables[VARIABLE])
    return answer


def name(lease: Lease) -> str:
    return str(wanted(lease)["settings"]["NAME"])


def test_sqlite_in_memory_needs_nothing(made: RunDatabases):
    assert made.lease(IN_MEMORY, HERE) is NONE_NEEDED


def test_each_worker_has_a_database_of_its_own_and_numbers_come_again(made: RunDatabases):
    first, second = made.lease(EMBEDDED, HERE), made.lease(EMBEDDED, HERE)
    assert name(first) != name(second)
    assert (wanted(first)["again"], wanted(second)["again"]) == (False, False)
    first.release()
    third = made.lease(EMBEDDED, HERE)
    assert (name(third), wanted(third)["again"]) == (name(first), True)


def test_two_runs_never_use_the_same_names(made: RunDatabases, heard: Heard):
    with RunDatabases([], announce=heard.announced.append, report=heard.reported.append) as other:
        shop = parse("postgres://db/shop")
        for run in (made, other):
            run.cannot_use(shop, "is asleep")
        assert name(made.lease(shop, HERE)) != name(other.lease(shop, HERE))


def test_the_embedded_server_starts_when_it_is_first_needed_and_ends_with_the_run(
    heard: Heard, server: FakeServer, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(databases_of_run, "installed", lambda announce: Path("/package"))
    started: list[Path] = []

    def start(package: Path) -> EmbeddedPostgres:
        started.append(package)
        return cast(EmbeddedPostgres, server)

    with RunDatabases(
        [EMBEDDED], announce=heard.announced.append, report=heard.reported.append, start_server=start
    ) as made:
        assert started == []
        assert wanted(made.lease(EMBEDDED, HERE))["settings"]["HOST"] == "/sockets"
        made.lease(EMBEDDED, HERE)
        assert started == [Path("/package")]
        assert not server.stopped
    assert server.stopped


def test_a_server_that_does_not_start_is_reported_once_and_workers_are_told(
    made: RunDatabases, server: FakeServer, heard: Heard
):
    server.trouble = "cannot be started: no room"
    for _ in range(2):
        assert wanted(made.lease(EMBEDDED, HERE))["trouble"] == server.trouble
    assert heard.reported == ["--db postgres: cannot be started: no room"]
    assert made.told == {"the database cannot be started: no room"}


def test_a_database_that_a_worker_could_not_use_is_not_tried_again(made: RunDatabases, heard: Heard):
    shop = parse("postgres://shop:geheim@db/x")
    made.cannot_use(shop, "refuses the password of shop")
    assert wanted(made.lease(shop, HERE))["trouble"] == "refuses the password of shop"
    assert heard.reported == ["--db postgres://shop@db/x: refuses the password of shop"]


def test_a_server_where_nobody_gets_ready_to_drop_databases_is_not_used(
    made: RunDatabases, heard: Heard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(databases_of_run, "READY_WITHIN_S", 0.0)
    silent = tmp_path / "python"
    silent.write_text("#!/bin/sh\nexec sleep 5\n")  # it is killed at once
    silent.chmod(0o755)
    shop = parse("postgres://shop@db/x")
    for _ in range(2):
        assert wanted(made.lease(shop, silent))["trouble"].startswith(
            "cannot be used: the process that is to"
        )
    (line,) = heard.reported
    assert line.startswith("--db postgres://shop@db/x: cannot be used")
    made.__exit__(None, None, None)
    assert heard.reported == [line]


def test_connections_to_a_file_stay_open_as_those_to_a_server_do(made: RunDatabases):
    entries = [wanted(made.lease(database, HERE))["settings"] for database in (IN_A_FILE, EMBEDDED)]
    assert [entry["CONN_MAX_AGE"] for entry in entries] == [None, None]


def test_a_worker_inherits_no_database_but_the_broker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(VARIABLE, '{"settings": {"NAME": "of somebody else"}}')
    monkeypatch.setenv("SIGNALBENCH_BROKER", "redis://localhost")
    inherited = variables(tmp_path)
    assert VARIABLE not in inherited
    assert inherited["SIGNALBENCH_BROKER"] == "redis://localhost"


def test_a_file_is_new_for_each_worker_and_goes_with_the_run(made: RunDatabases):
    first = made.lease(IN_A_FILE, HERE)
    file = Path(name(first))
    file.write_text("rows of an earlier worker")
    first.release()
    assert name(made.lease(IN_A_FILE, HERE)) == str(file)
    assert not file.exists()
    made.__exit__(None, None, None)
    assert not file.parent.exists()


def test_a_worker_that_is_stopped_twice_gives_its_database_back_once(tmp_path: Path):
    released: list[str] = []
    lease = Lease(variables={}, release=lambda: released.append("released"))
    worker = WorkerProcess(HERE, tmp_path, hash_seed=0, database=lease)
    worker.stop()
    worker.stop()
    assert released == ["released"]


def test_a_worker_that_does_not_start_gives_its_database_back(tmp_path: Path):
    released: list[str] = []
    lease = Lease(variables={}, release=lambda: released.append("released"))
    with pytest.raises(WorkerFailure):
        WorkerProcess(tmp_path / "python", tmp_path, hash_seed=0, database=lease)
    assert released == ["released"]


@pytest.fixture(scope="module")
def package() -> Path:
    try:
        return embedded_postgres.installed(print)
    except SignalbenchError as error:
        pytest.skip(f"no embedded server: {error}")


def test_a_real_server_starts_tells_its_version_and_leaves_nothing(package: Path):
    server = EmbeddedPostgres(package)
    try:
        assert server.trouble is None
        socket = Path(server.host)
        assert (socket / ".s.PGSQL.5432").is_socket()
        assert embedded_postgres.server_version(package)
    finally:
        server.stop()
    assert not socket.parent.exists()


def test_a_package_without_programs_is_trouble_and_no_traceback(tmp_path: Path):
    server = EmbeddedPostgres(tmp_path)
    server.stop()
    assert server.trouble is not None
    assert server.trouble.startswith("cannot be started")
