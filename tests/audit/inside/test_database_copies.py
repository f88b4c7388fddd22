"""SQLite databases are opened as copies: what is in them, and where there is none."""

from __future__ import annotations

import os
import shutil
import sqlite3
from pathlib import Path

import pytest

from bench.audit.inside import database_copies
from bench.audit.inside.database_copies import DatabaseCopies, parse_name


def database(file: Path, *, journal: str = "DELETE") -> sqlite3.Connection:
    connection = sqlite3.connect(file)
    connection.execute(f"PRAGMA journal_mode = {journal}")
    connection.execute("CREATE TABLE visits (number)")
    connection.execute("INSERT INTO visits VALUES (1)")
    connection.commit()
    return connection


def visits(name: str) -> list[int]:
    with sqlite3.connect(name, uri=True) as connection:
        return [number for (number,) in connection.execute("SELECT number FROM visits")]


@pytest.fixture
def copies(tmp_path: Path) -> DatabaseCopies:
    (tmp_path / "scratch").mkdir()
    return DatabaseCopies(str(tmp_path / "scratch"))


def test_one_copy_serves_all_names_of_a_file(tmp_path: Path, copies: DatabaseCopies) -> None:
    file = tmp_path / "50% é.sqlite3"
    database(file).close()
    (tmp_path / "link").symlink_to(file)
    copy = copies.instead_of(str(file))
    assert Path(copy).parent.parent == tmp_path / "scratch"
    assert copies.instead_of(str(tmp_path / "link")) == copies.instead_of(copy) == copy
    read_only = copies.instead_of(f"file:{str(file).replace('%', '%25')}?mode=ro")
    assert (visits(copy), visits(read_only)) == ([1], [1])
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        sqlite3.connect(read_only, uri=True).execute("INSERT INTO visits VALUES (2)")


def test_what_waits_in_a_write_ahead_log_is_copied_too(tmp_path: Path, copies: DatabaseCopies) -> None:
    writer = database(tmp_path / "site.sqlite3", journal="WAL")
    assert (tmp_path / "site.sqlite3-wal").stat().st_size
    assert visits(copies.instead_of(str(tmp_path / "site.sqlite3"))) == [1]
    writer.close()


def test_a_file_that_others_keep_writing_is_copied_by_sqlite(
    tmp_path: Path, copies: DatabaseCopies, monkeypatch: pytest.MonkeyPatch
) -> None:
    database(tmp_path / "site.sqlite3").close()
    copied = []

    def copy_while_it_changes(source: str, target: str) -> None:
        copied.append(target)
        Path(target).write_bytes(b"half a page")
        os.utime(source, ns=(0, len(copied)))

    monkeypatch.setattr(shutil, "copyfile", copy_while_it_changes)
    assert visits(copies.instead_of(str(tmp_path / "site.sqlite3"))) == [1]
    assert len(copied) == database_copies.TRIES


def test_a_large_file_is_opened_as_it_is_and_cannot_be_written(
    tmp_path: Path, copies: DatabaseCopies, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_copies, "LARGEST_BYTES", 100)
    file = tmp_path / "site.sqlite3"
    database(file).close()
    name = copies.instead_of(str(file))
    assert copies.instead_of(name) == copies.instead_of(str(file)) == name
    assert (visits(name), copies.read_only) == ([1], [str(file)])
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        sqlite3.connect(name, uri=True).execute("INSERT INTO visits VALUES (2)")


def test_a_file_that_is_not_there_is_made_in_the_copys_folder_only(
    tmp_path: Path, copies: DatabaseCopies
) -> None:
    database(Path(copies.instead_of(str(tmp_path / "new.sqlite3")))).close()
    assert not (tmp_path / "new.sqlite3").exists()
    unopenable = str(tmp_path / "nowhere/new.sqlite3")
    assert copies.instead_of(unopenable) == unopenable
    assert copies.instead_of(str(tmp_path)) == str(tmp_path)


@pytest.mark.parametrize(
    "name", ["", ":memory:", "file::memory:", "file:shared?mode=memory&cache=shared", "file:/x?vfs=memdb"]
)
def test_databases_in_memory_need_no_copy(copies: DatabaseCopies, name: str) -> None:
    assert parse_name(name) is None
    assert copies.instead_of(name) == name
