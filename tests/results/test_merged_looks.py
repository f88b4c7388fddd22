"""The error that looks may spend is divided once over a merged run, not once for each run."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from bench.results.merged_looks import merged_looks

SHARES = (0.04, 0.06, 0.10, 0.10)
ONE, OTHER = ["receivers", {"receivers": 1}], ["bulk-saves", {"rows": 10}]


def look(fork: int, share: float, *settled: Any, final: bool = False) -> dict[str, Any]:
    return {"kind": "look", "fork": fork, "share": share, "settled": list(settled), "final": final}


def timed(fork: int, point: Any) -> dict[str, Any]:
    return {"kind": "slices", "fork": fork, "question": point[0], "axis": point[1], "ns": [1]}


def shares(lines: list[dict[str, Any]]) -> dict[str, float]:
    """By question: what a point that was settled has."""
    return {point[0]: line["share"] for line in lines for point in line["settled"]}


def spent(lines: list[dict[str, Any]]) -> float:
    return sum(line["share"] for line in lines if not line["final"])


def test_a_point_has_the_product_of_its_shares() -> None:
    first = [timed(3, ONE), timed(3, OTHER), look(4, 0.04, ONE), timed(4, OTHER), look(8, 0.06)]
    second = [timed(3, ONE), timed(3, OTHER), look(4, 0.04), timed(5, ONE), look(8, 0.06, ONE, OTHER)]
    lines = merged_looks([first, second], 16)

    assert shares(lines) == {"receivers": 0.04 * 0.06, "bulk-saves": pytest.approx(0.90 * 0.06)}
    assert 1 - spent(lines) == pytest.approx(0.90 * 0.90)
    assert all(line["fork"] == 16 for line in lines)


def test_a_point_that_was_timed_after_its_look_is_not_settled() -> None:
    first = [timed(3, ONE), look(4, 0.04, ONE), timed(9, ONE)]
    assert shares(merged_looks([first, [timed(3, ONE)]], 14)) == {}


def test_all_combinations_of_looks_together_spend_the_whole_error() -> None:
    """Whatever is settled where, what is listed and what is left never exceed what is allowed."""
    runs = [
        [look(4 * (n + 1), share, *([ONE] if n == at else [])) for n, share in enumerate(SHARES)]
        for at in (0, 2)
    ]
    lines = merged_looks(runs, 40)
    combinations = itertools.product((*SHARES, 0.7), repeat=2)
    assert sum(one * other for one, other in combinations) == pytest.approx(1)
    assert spent(lines) == pytest.approx(1 - 0.7**2)
    assert sum(not line["final"] for line in lines) >= 2 * len(SHARES)


def test_many_runs_leave_something_for_what_was_never_settled() -> None:
    lines = merged_looks([[look(4, share) for share in SHARES]] * 8, 80)
    assert 1 - spent(lines) == pytest.approx(0.7**8)


@pytest.mark.parametrize(("endings", "combined"), [((1, 1, 1), 1), ((2, 1), 2), ((0, 1), 1), ((0, 0), 0)])
def test_runs_that_ended_once_each_end_once_together(endings: tuple[int, ...], combined: int) -> None:
    lines = merged_looks([[look(9, 1.0, final=True)] * count for count in endings], 9)
    assert sum(line["final"] for line in lines) == combined


def test_runs_that_were_never_looked_at_have_no_looks() -> None:
    assert merged_looks([[timed(0, ONE)], [timed(0, ONE)]], 2) == []
