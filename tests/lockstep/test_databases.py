"""What `--db` understands, and what is never written down."""

from __future__ import annotations

import pytest

from bench.errors import UsageError
from bench.lockstep.databases import (
    IN_MEMORY,
    Kind,
    parse,
    parse_all,
    without_password,
    without_passwords,
)


def test_sqlite_in_memory_where_nothing_is_named():
    assert parse_all([]) == [IN_MEMORY]


@pytest.mark.parametrize("text", ["sqlite", "sqlite-file", "postgres"])
def test_names(text: str):
    database = parse(text)
    assert (database.kind, database.label) == (Kind(text), text)


def test_a_url_in_full():
    database = parse("postgres://shop:ge%3Aheim%40@db1:5433/orders?sslmode=require&connect_timeout=3")
    assert database.kind is Kind.SERVER
    assert database.label == "postgres@db1:5433"
    assert database.settings("own") == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "own",
        "USER": "shop",
        "PASSWORD": "ge:heim@",
        "HOST": "db1",
        "PORT": "5433",
        "OPTIONS": {"connect_timeout": 3, "sslmode": "require"},
        "CONN_MAX_AGE": None,
    }
    assert database.name == "orders"


@pytest.mark.parametrize(
    ("url", "host", "port", "name"),
    [
        ("postgres://db", "db", "", "postgres"),
        ("postgresql://shop@db/", "db", "", "postgres"),
        ("postgres:///shop?host=/Run/Sockets", "/Run/Sockets", "", "shop"),
        ("postgres://%2FRun%2FSockets/shop", "/Run/Sockets", "", "shop"),
        ("postgres://[::1]:5433/shop", "::1", "5433", "shop"),
        ("mysql://root@db:3307", "db", "3307", ""),
        ("mariadb://root@db/shop", "db", "", "shop"),
    ],
)
def test_places(url: str, host: str, port: str, name: str):
    database = parse(url)
    assert (database.host, database.port, database.name) == (host, port, name)


def test_each_database_brings_its_drivers():
    assert parse("sqlite").drivers == ()
    assert [driver.partition(">")[0] for driver in parse("postgres").drivers] == [
        "psycopg[binary]",
        "psycopg2-binary",
    ]
    assert parse("mariadb://db/shop").drivers[0].startswith("PyMySQL")


@pytest.mark.parametrize(
    "text", ["", "oracle", "oracle://shop:geheim@db/x", "sqlite:///file", "postgres://shop:geheim@db:port/x"]
)
def test_what_is_no_database_is_said_without_its_password(text: str):
    with pytest.raises(UsageError) as caught:
        parse(text)
    assert "geheim" not in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgres://u:pa/ss@h/db", "postgres://u…"),
        ("postgres://u:12/se?cret@h/db", "postgres://u…"),
        ("postgres://:se?cret@h/db", "postgres://…"),
        ("mysql://h/db?password=se@cret", "mysql://h…"),
    ],
)
def test_an_at_sign_that_may_be_within_a_password_is_refused_and_nothing_of_it_shown(url: str, shown: str):
    with pytest.raises(UsageError, match="percent-encoded") as caught:
        parse(url)
    assert str(caught.value).startswith(f"--db {shown} has an @ after the first / or ?")
    assert without_password(url) == shown


def test_a_password_that_is_percent_encoded_as_the_refusal_says():
    assert parse("postgres://u:a%2Fb%3Fc%23d%40e%3Af@h/db").password == "a/b?c#d@e:f"


def test_a_database_is_named_once():
    with pytest.raises(UsageError, match="--db postgres is named twice"):
        parse_all(["postgres", "sqlite", "postgres"])


def test_labels_differ():
    databases = parse_all(["mysql://a@db/x", "mysql://b@db/x"])
    assert [database.label for database in databases] == ["mysql@db (1)", "mysql@db (2)"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("postgres://shop:geheim@db:1/x?password=geheim#geheim", "postgres://shop@db:1/x"),
        ("postgres://:geheim@db/x", "postgres://db/x"),
        ("MySQL://shop:ge@heim@db/x", "MySQL://shop@db/x"),
        ("a-b.c://shop:geheim@db/x", "a-b.c://shop@db/x"),
        ("sqlite", "sqlite"),
        ("bulk-saves", "bulk-saves"),
    ],
)
def test_without_password(text: str, shown: str):
    assert without_password(text) == shown


def test_a_command_is_written_down_without_passwords():
    words = ["run", "--db", "postgres://shop:geheim@db/x", "--db=mysql://a:geheim@db", "-k", "rows=10"]
    assert without_passwords(words) == [
        "run", "--db", "postgres://shop@db/x", "--db=mysql://a@db", "-k", "rows=10",
    ]  # fmt: skip


def test_a_record_shows_no_password():
    assert "geheim" not in repr(parse("postgres://shop:geheim@db/x?password=geheim"))
