"""Receivers that read a flag, for muting.py, an order to save, and the oracle."""

from __future__ import annotations

from typing import Any

from bench.scenarios.order_batches import stored_orders
from bench.scenarios.receiver_kinds import Receiver, counted
from bench.scenarios.statements import Statements, sql
from bench_project.tracked.muting import muted


def flag_reader() -> Receiver:
    """A receiver that does nothing either way, and looks first."""

    @counted
    def receiver(sender: object, **kwargs: object) -> None:
        if muted.get():
            return

    return receiver


def stored_order() -> Any:
    """One that a save updates."""
    (order,) = stored_orders(1)
    return order


def last_save(receivers: int, **_: Any) -> int:
    """The receivers are called for the save at the end."""
    return receivers


def every_save(saves: int, receivers: int, **_: Any) -> int:
    """They are called for all of them."""
    return receivers * (saves + 1)


def statements(saves: int, **_: Any) -> Statements:
    """One for each save."""
    return sql(update=saves + 1)


READ_FLAG: dict[str, Any] = {"make": flag_reader, "calls": every_save}
