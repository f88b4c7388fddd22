"""What `--db` names: SQLite, an embedded PostgreSQL server, or a server by its URL. Nothing is connected to.

A URL is `postgres://user:password@host:port/name?option=value`. The database that it names is the one to
connect to while others are made for the run; its own tables are never touched. Its password is in
Database.password, and leaves this process in a worker's environment variables only. What ends a password is
said by RFC 3986: an @ before the first / or ?, so either of them in a password has to be percent-encoded.
"""

from __future__ import annotations

import dataclasses
import enum
import re
from collections.abc import Callable, Mapping, Sequence
from urllib.parse import parse_qsl, unquote

from bench.errors import UsageError

VARIABLE = "SIGNALBENCH_DATABASE"
"""Of a worker's environment; bench/worker/database.py tells what is in it."""
CONNECT_WITHIN_S = 10
SCHEMES = {
    "postgres": "postgresql",
    "postgresql": "postgresql",
    "mysql": "mysql",
    "mariadb": "mysql",
}
"""Of URLs, with the backend of Django that each stands for."""
DRIVERS = {
    "sqlite3": (),
    "postgresql": ("psycopg[binary]>=3.1.8", "psycopg2-binary>=2.9"),
    "mysql": ("PyMySQL>=1.1",),
}
"""What to install beside a Django: psycopg 2 is for those before 4.2, and newer ones prefer the other."""
ALTOGETHER = re.compile(
    r"^(?P<scheme>[a-z0-9+.-]+)://(?P<user>[^/?]*@)?(?P<host>[^/?]*)(?P<rest>.*)$", re.I | re.S
)


class Kind(enum.Enum):
    """Where the data is; the values are what `--db` takes."""

    MEMORY = "sqlite"
    FILE = "sqlite-file"
    EMBEDDED = "postgres"
    SERVER = "URL"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Database:
    """One `--db`, understood."""

    kind: Kind
    label: str
    """Short, for environments where there are several: "sqlite", "mysql@db1"."""
    shown: str
    """What was typed, without a password."""
    engine: str
    """The last part of the backend's name in Django: "postgresql"."""
    host: str = ""
    port: str = ""
    user: str = ""
    password: str = dataclasses.field(default="", repr=False)
    name: str = ""
    """The database to connect to while others are made."""
    options: tuple[tuple[str, str | int], ...] = ()
    """What else the driver's connect() is to be given."""

    @property
    def drivers(self) -> tuple[str, ...]:
        """Requirements of what Django needs to talk to it."""
        return DRIVERS[self.engine]

    def settings(self, name: str) -> dict[str, object]:
        """The entry of Django's DATABASES for a database of that name on it.

        Connections stay open: a request that ends would close them, as in a worker of one request.
        """
        return {
            "ENGINE": f"django.db.backends.{self.engine}",
            "NAME": name,
            "USER": self.user,
            "PASSWORD": self.password,
            "HOST": self.host,
            "PORT": self.port,
            "OPTIONS": dict(self.options),
            "CONN_MAX_AGE": None,
        }


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """A worker's right to a database of its own."""

    variables: Mapping[str, str] = dataclasses.field(repr=False)
    """The environment variables that tell the worker, a password among them."""
    release: Callable[[], None]
    """To be called once, when the worker is gone."""


NONE_NEEDED = Lease(variables={}, release=lambda: None)
"""SQLite in memory is made by the worker that uses it."""

IN_MEMORY = Database(kind=Kind.MEMORY, label="sqlite", shown="sqlite", engine="sqlite3")
IN_A_FILE = Database(kind=Kind.FILE, label="sqlite-file", shown="sqlite-file", engine="sqlite3")
EMBEDDED = Database(
    kind=Kind.EMBEDDED,
    label="postgres",
    shown="postgres",
    engine="postgresql",
    user="postgres",
    name="postgres",
    options=(("connect_timeout", CONNECT_WITHIN_S),),
)
BY_NAME = {each.shown: each for each in (IN_MEMORY, IN_A_FILE, EMBEDDED)}


def parse_all(texts: Sequence[str]) -> list[Database]:
    """What all `--db` of a command name; SQLite in memory where there is none. Every label is another one.

    UsageError for what is no database, and for one that is named twice.
    """
    named = [parse(text) for text in texts] or [IN_MEMORY]
    for number, database in enumerate(named):
        if any(dataclasses.replace(database, shown=other.shown) == other for other in named[:number]):
            raise UsageError(f"--db {database.shown} is named twice")
    labels = [database.label for database in named]
    return [
        database
        if labels.count(database.label) == 1
        else dataclasses.replace(
            database, label=f"{database.label} ({labels[: number + 1].count(database.label)})"
        )
        for number, database in enumerate(named)
    ]


def parse(text: str) -> Database:
    """What one `--db` names. UsageError if that is no database."""
    if text in BY_NAME:
        return BY_NAME[text]
    match = ALTOGETHER.match(text)
    if match is None or match["scheme"].lower() not in SCHEMES:
        raise UsageError(
            f"no database {without_password(text)!r}; it can be {', '.join(BY_NAME)}, or a URL such as "
            "postgres://user:password@host/name or mysql://user:password@host/name"
        )
    return _of_url(text, match)


def without_password(text: str) -> str:
    """A URL with neither its password nor its options; any other text as it is.

    An @ after the first / or ? may end a password or be part of one: only what is before both is told then.
    """
    match = ALTOGETHER.match(text)
    if match is None:
        return text
    if "@" in match["rest"]:
        return f"{match['scheme']}://{re.split('[:/?#@]', text.partition('://')[2])[0]}…"
    user = (match["user"] or "").rpartition("@")[0].partition(":")[0]
    kept = f"{user}@" if user else ""
    return f"{match['scheme']}://{kept}{match['host']}{re.split('[?#]', match['rest'])[0]}"


def without_passwords(words: Sequence[str]) -> list[str]:
    """A command's words as they may be written down."""
    return [
        f"{option}={without_password(value)}" if option == "--db" and value else without_password(word)
        for word in words
        for option, _, value in [word.partition("=")]
    ]


def _of_url(text: str, match: re.Match[str]) -> Database:
    if "@" in match["rest"]:
        raise UsageError(
            f"--db {without_password(text)} has an @ after the first / or ?; in a password and elsewhere, "
            "/ ? # @ : have to be percent-encoded: %2F %3F %23 %40 %3A"
        )
    engine = SCHEMES[match["scheme"].lower()]
    path, _, query = match["rest"].partition("?")
    said = dict(parse_qsl(query, keep_blank_values=True))
    user, _, password = (match["user"] or "").rpartition("@")[0].partition(":")
    host, _, port = (
        match["host"].rpartition(":") if re.search(r":\d*$", match["host"]) else (match["host"], "", "")
    )
    if ":" in host and not host.startswith("["):
        raise UsageError(f"--db {without_password(text)}: {match['host']!r} has no usable port")
    parts = {
        "host": unquote(host).strip("[]"),
        "port": port,
        "user": unquote(user),
        "password": unquote(password),
        "name": unquote(path.strip("/")),
    }
    parts |= {name: said.pop(name) for name in ("host", "port", "user", "password") if name in said}
    options: dict[str, str | int] = {
        name: int(value) if value.isdecimal() else value for name, value in said.items()
    }
    return Database(
        kind=Kind.SERVER,
        label=f"{match['scheme'].lower()}@{parts['host'] or 'localhost'}"
        + (f":{parts['port']}" if parts["port"] else ""),
        shown=without_password(text),
        engine=engine,
        **(parts if parts["name"] or engine == "mysql" else parts | {"name": "postgres"}),
        options=tuple({"connect_timeout": CONNECT_WITHIN_S, **options}.items()),
    )
