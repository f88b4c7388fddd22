"""What SQL statements there are, by kind: what an oracle expects, and what a call was seen to send.

    sql(select=1, delete=6, transactions=1)

A kind is the first word of a statement.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

Statements = Mapping[str, int]
"""How many there are of each kind that there is at all: {"SELECT": 1, "DELETE": 6}."""

TRANSACTION = frozenset(("BEGIN", "COMMIT", "ROLLBACK"))
"""What SQLite's trace shows, and no other database's driver."""


def sql(
    *,
    select: int = 0,
    insert: int = 0,
    update: int = 0,
    delete: int = 0,
    transactions: int = 0,
    savepoints: int = 0,
) -> Statements:
    """Statements by kind. A transaction is BEGIN and COMMIT, a savepoint is SAVEPOINT and RELEASE."""
    kinds = {
        "SELECT": select,
        "INSERT": insert,
        "UPDATE": update,
        "DELETE": delete,
        "BEGIN": transactions,
        "COMMIT": transactions,
        "SAVEPOINT": savepoints,
        "RELEASE": savepoints,
    }
    return {kind: count for kind, count in kinds.items() if count}


def by_kind(statements: Iterable[str]) -> Statements:
    """How many there are of each kind."""
    kinds: dict[str, int] = {}
    for statement in statements:
        kind = statement.lstrip(" (\n").partition(" ")[0].partition("\n")[0].rstrip(";").upper()
        kinds[kind] = kinds.get(kind, 0) + 1
    return kinds


def without_transactions(statements: Statements) -> Statements:
    """Those that every database's driver shows."""
    return {kind: count for kind, count in statements.items() if kind not in TRANSACTION}


def told(statements: Statements) -> str:
    """For people: "1 SELECT and 6 DELETE"; "no SQL"."""
    parts = [f"{count} {kind}" for kind, count in statements.items()]
    return " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:]))) or "no SQL"
