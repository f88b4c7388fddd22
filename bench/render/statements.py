"""SQL statements by kind, in words."""

from __future__ import annotations

from collections.abc import Mapping

from bench import units
from bench.model import TRANSACTION

Statements = Mapping[str, int]
"""How many there are of each kind: {"SELECT": 1, "DELETE": 6}."""


def in_words(statements: Statements) -> str:
    """ "1 SELECT and 6 DELETEs"; BEGIN and COMMIT are one transaction; "no SQL" where there is none."""
    transactions = statements.get("BEGIN", 0)
    counted = [(kind, number) for kind, number in statements.items() if kind not in TRANSACTION and number]
    parts = [units.plural(number, kind) for kind, number in counted]
    if transactions:
        parts.append(units.plural(transactions, "transaction"))
    return " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:]))) or "no SQL"


def without_transactions(statements: Statements) -> Statements:
    """What reads and writes rows."""
    return {kind: number for kind, number in statements.items() if kind not in TRANSACTION}
