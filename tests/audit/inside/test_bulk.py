"""Who is passed over by bulk operations."""

from __future__ import annotations

import weakref
from typing import Any

import pytest

from bench.audit.inside.tracing import bulk
from bench.audit.inside.tracing.bulk import Skips


class Cart:
    def empty(self, **named: Any) -> None:
        pass


def refill(**named: Any) -> None:
    pass


def test_a_receiver_is_named_once_for_each_signal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Naming takes longer than the operations that are traced."""
    named: list[Any] = []
    place = bulk.place
    monkeypatch.setattr(bulk, "place", lambda receiver: named.append(receiver) or place(receiver))
    skips, cart = Skips(), Cart()
    for _ in range(3):
        for signal, receiver in (("pre_save", refill), ("post_save", refill), ("post_save", cart.empty)):
            skips.pass_over(signal, receiver)
    assert list(skips.passed_over) == [
        f"pre_save: {__name__}.refill",
        f"post_save: {__name__}.refill",
        f"post_save: {__name__}.Cart.empty",
    ]
    assert len(named) == 3


def test_a_receiver_that_has_died_leaves_its_name_and_not_its_id() -> None:
    def receiver(**named: Any) -> None:
        pass

    skips = Skips()
    skips.pass_over("post_save", receiver)
    reference, number = weakref.ref(receiver), id(receiver)
    assert ("post_save", number) in skips._named
    del receiver
    assert reference() is None
    assert ("post_save", number) not in skips._named
    assert len(skips.passed_over) == 1
