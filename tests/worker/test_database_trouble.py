"""What drivers say, and what a user is told."""

from __future__ import annotations

import pytest

from bench.worker.database_trouble import explain

SETTINGS = {"NAME": "signalbench_1_1", "USER": "shop", "PASSWORD": "geheim"}
LIBPQ = 'connection failed: connection to server at "127.0.0.1", port 5432 failed: '


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (LIBPQ + 'FATAL:  password authentication failed for user "shop"', "refuses the password of shop"),
        (LIBPQ + "fe_sendauth: no password supplied", "refuses the password of shop"),
        ("(1045, \"Access denied for user 'shop'@'db' (using password: YES)\")", "refuses the password"),
        ("permission denied to create database", "does not let shop create databases"),
        ("(1044, \"Access denied for user 'shop'@'%' to database 'signalbench_1_1'\")", "does not let shop"),
        ('database "signalbench_1_1" already exists', "holds signalbench_1_1 already"),
        ("(1007, \"Can't create database 'signalbench_1_1'; database exists\")", "holds signalbench_1_1"),
        (LIBPQ + 'FATAL:  role "shop" does not exist', "knows no user shop"),
        (LIBPQ + 'FATAL:  database "x" does not exist', "has none of that name"),
        (LIBPQ + "Connection refused\n\tIs the server running on that host?", "cannot be reached"),
        ("(2003, \"Can't connect to MySQL server on 'db' ([Errno 111])\")", "cannot be reached"),
        ("PostgreSQL 14 or later is required (found 12.1).", "cannot be used: PostgreSQL 14 or later"),
        ("", "cannot be used: Exception"),
    ],
)  # fmt: skip
def test_one_line_that_names_the_trouble(said: str, told: str):
    trouble = explain(Exception(said), SETTINGS)
    assert trouble.startswith(told)
    assert "\n" not in trouble


def test_a_password_is_never_told():
    assert "geheim" not in explain(Exception("connecting with geheim did not work"), SETTINGS)
