from __future__ import annotations

from collections.abc import Callable

import pytest

from bench.audit.inside.tracing import overhead


def test_a_slow_spell_is_in_all_figures_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two of the same cost come out the same, though the machine halves its speed on the way."""
    timed = 0

    def plain() -> None: ...
    def watched() -> None: ...

    def clock(work: Callable[[], None]) -> float:
        nonlocal timed
        timed += 1
        pace = 1 if timed <= 1.2 * overhead.TURNS else 2
        return pace * (3000.0 if work is plain else 5000.0)

    monkeypatch.setattr(overhead, "_time_ns", clock)
    pair = (plain, watched)
    added, alone = overhead._turns({"early": pair, "late": pair})

    assert added["early"] == added["late"]
    assert alone["early"] == alone["late"]
    assert set(added["early"]) == {2000.0, 4000.0}, "of both paces, and never across them"
