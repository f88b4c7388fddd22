"""What tracing adds, told from what sends take."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from bench.audit.inside.tracing import overhead


def as_if(
    loops: Sequence[object], number: int, clock: Callable[[], int], turns: int
) -> list[tuple[int, ...]]:
    """A send takes 100 ns to one receiver and 200 to many; tracing adds 50 to it and 10 to each call."""
    if len(loops) == 2:
        return [(7, 10)] * turns
    return [(100, 100 + 50 + 10, 200, 200 + 50 + 10 * overhead.MANY)] * turns


def test_what_is_added_to_a_send_and_to_each_call_is_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(overhead, "repeats", as_if)
    found = overhead.measure({"class": 3, "string": 1, "number": 0}, {"function": 1, "async": 1})
    values = {name: one["value"] for name, one in found.items() if "value" in one}
    assert values == {
        "send_ns": 100,
        "dispatch_ns": 50,
        "receiver_call_ns": 10,
        "empty_dispatch_ns": 3,
        "query_ns": 3,
    }
    assert (set(found["senders"]), set(found["receivers"])) == ({"class", "string"}, {"function", "async"})
