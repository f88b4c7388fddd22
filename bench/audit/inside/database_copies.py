"""SQLite databases that are opened as copies, so that a project may write to them what it likes.

A copy holds what SQLite would read at that moment, also what still waits in a write-ahead log or has to be
rolled back. Databases in memory need none; a file that is not there is not there in the copy's folder either.
"""

from __future__ import annotations

import os
import shutil
import threading
from typing import NamedTuple
from urllib.parse import parse_qs, quote, unquote, urlsplit

from django.db.utils import OperationalError

LARGEST_BYTES = 1_000_000_000
"""A larger one is opened where it is, as one that cannot be written."""
TRIES = 3
JOURNALS = ("-wal", "-journal")
"""What SQLite keeps beside a database (https://www.sqlite.org/tempfiles.html), without the -shm, which it
makes anew."""


class DatabaseName(NamedTuple):
    """NAME of a setting in its parts. https://www.sqlite.org/uri.html"""

    file: str
    """Absolute, with symbolic links followed, as SQLite does before it looks for journals."""
    query: str | None
    """None where the name is no URI."""

    def naming(self, file: str) -> str:
        """The same name, for another file."""
        return file if self.query is None else f"file:{quote(file)}?{self.query}"


class DatabaseCopies:
    """Copies in one folder, at most one of each file."""

    def __init__(self, folder: str) -> None:
        """folder: an absolute one, which whoever has made it also deletes."""
        self.read_only: list[str] = []
        """Files too large to copy, which were opened as they are."""
        self._folder = os.path.realpath(folder)
        self._copies: dict[str, str] = {}
        self._lock = threading.Lock()

    def instead_of(self, name: str) -> str:
        """What to open in place of the database of that name, which is copied when it is first asked for.

        Raises OperationalError: it cannot be copied.
        """
        parts = parse_name(name)
        if parts is None or parts.file.startswith(self._folder + os.sep):
            return name
        if not os.path.isfile(parts.file) and (
            os.path.exists(parts.file) or not os.path.isdir(os.path.dirname(parts.file))
        ):
            return name  # SQLite refuses it, and makes nothing
        with self._lock:
            if parts.file in self.read_only or self._is_too_large(parts.file):
                return f"file:{quote(parts.file)}?immutable=1"
            if parts.file not in self._copies:
                self._copies[parts.file] = self._copy(parts.file)
            return parts.naming(self._copies[parts.file])

    def _is_too_large(self, file: str) -> bool:
        too_large = sum(size for _, size in _state(file).values()) > LARGEST_BYTES
        if too_large and file not in self._copies:
            self.read_only.append(file)
        return too_large and file in self.read_only

    def _copy(self, file: str) -> str:
        copy = os.path.join(self._folder, str(len(self._copies)), os.path.basename(file))
        try:
            os.mkdir(os.path.dirname(copy))
            if not any(_copy_files(file, copy) for _ in range(TRIES)):
                _back_up(file, copy)
        except OSError as error:
            raise OperationalError(
                f"signalbench cannot copy {file} to {self._folder}: {error.strerror}; "
                "TMPDIR names another place"
            ) from error
        return copy


def parse_name(name: str) -> DatabaseName | None:
    """None for a database in memory, or in a file that SQLite makes and deletes by itself."""
    if not name.startswith("file:"):
        return None if name in ("", ":memory:") else DatabaseName(os.path.realpath(name), None)
    uri = urlsplit(name)
    options = parse_qs(uri.query)
    in_memory = options.get("mode") == ["memory"] or options.get("vfs") == ["memdb"]
    if in_memory or uri.path in ("", ":memory:"):
        return None
    return DatabaseName(os.path.realpath(unquote(uri.path)), uri.query)


def _state(file: str) -> dict[str, tuple[int, int]]:
    """Suffix -> time of the last change in nanoseconds and size in bytes, of the files that are there."""
    there = {suffix: file + suffix for suffix in ("", *JOURNALS) if os.path.exists(file + suffix)}
    return {suffix: (os.stat(path).st_mtime_ns, os.stat(path).st_size) for suffix, path in there.items()}


def _copy_files(file: str, copy: str) -> bool:
    """Whether nobody wrote meanwhile, so that the copies go together. No lock is taken, no file is made."""
    _remove(copy)
    try:
        before = _state(file)
        for suffix in before:
            shutil.copyfile(file + suffix, copy + suffix)
        return _state(file) == before
    except FileNotFoundError:  # a journal that has just gone
        return False


def _back_up(file: str, copy: str) -> None:
    """For a file that others keep writing: SQLite locks them out for so long.

    Others have made the files beside it that reading needs, so none is left behind.
    """
    import sqlite3

    _remove(copy)
    source = sqlite3.connect(f"file:{quote(file)}?mode=ro", uri=True, timeout=30)
    target = sqlite3.connect(copy)
    try:
        source.backup(target)
    except sqlite3.Error as error:
        raise OperationalError(f"signalbench cannot copy {file}, which keeps changing: {error}") from error
    finally:
        source.close()
        target.close()


def _remove(copy: str) -> None:
    for suffix in ("", *JOURNALS):
        if os.path.exists(copy + suffix):
            os.remove(copy + suffix)
