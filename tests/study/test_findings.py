"""Findings are told where the figures decide them, and left out where they do not."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from bench.claims.evidence import NoDataError
from bench.model import Counters
from bench.scenarios.catalogue import catalogue
from bench.study.finding import Candidate, Ground
from bench.study.findings import candidates
from tests.claims import made_up

BY_RANK = {candidate.rank: candidate for candidate in candidates()}
DJANGOS = ("4.2", "5.0", "5.2", "6.0", "6.1")
STATEMENTS = Counters(
    queries=7, statements=(("SELECT", 1), ("DELETE", 6)), threads_started=1, python_calls=500
)

LEFT_BEHIND = dataclasses.replace(STATEMENTS, retained_bytes=1)


def ground(candidate: Candidate, **figures: Any) -> Ground:
    figures.setdefault("djangos", DJANGOS)
    return Ground(evidence=made_up.evidence(candidate, **figures), margin=0.05)  # type: ignore[arg-type]


@pytest.mark.parametrize("candidate", candidates(), ids=lambda candidate: candidate.title)
def test_its_cells_are_in_the_catalogue(candidate: Candidate) -> None:
    for wanted in candidate.cells:
        cases = {(case.variant, frozenset(case.axis)) for case in catalogue()[wanted.question].cases()}
        assert {(name, frozenset(at)) for name in wanted.variants for at in wanted.points()} <= cases


@pytest.mark.parametrize("candidate", candidates(), ids=lambda candidate: candidate.title)
def test_wide_intervals_make_no_sentence(candidate: Candidate) -> None:
    counts = {(): STATEMENTS, ("6.0",): LEFT_BEHIND, ("6.1",): LEFT_BEHIND}
    assert candidate.rule(ground(candidate, spread=3.0, counts=counts)) is None


@pytest.mark.parametrize(
    ("rank", "figures", "told"),
    [
        (1, {"versions": {("5.0",): 1.25}}, "with one receiver it takes 1.25× (1.23–1.27) as long as in 4.2"),
        (
            2,
            {"ratios": {("post_delete receiver",): 20.0}, "counts": {(): STATEMENTS}},
            "into 1 SELECT and 6 DELETEs, and makes it take 20× (20–20) as long.",
        ),
        (5, {"ratios": {("bulk_create()",): 0.1}}, "`bulk_create()` is 10× (9.80–10) faster"),
        (
            8,
            {"versions": {("6.0",): 2.0}, "counts": {(): STATEMENTS}},
            "takes 2.00× (1.92–2.08) as long as in 5.2",
        ),
        (
            9,
            {"versions": {("6.0",): 1.2}, "counts": {(): STATEMENTS}},
            "takes 1.20× (1.15–1.25) as long as in 5.2: 500 Python calls in place of 500.",
        ),
        (
            5,
            {"ratios": {("1 post_save receiver",): 1.06, ("bulk_create()",): 0.1}},
            "with one `post_save` receiver takes 1.06× (1.04–1.08) as long as without",
        ),
        (
            12,
            {"ratios": {("weak function", "operation=connect"): 1.5}},
            "takes as long (within 5%) as with `weak",
        ),
        (
            7,
            {"counts": {("6.0",): Counters(retained_bytes=28_400), ("6.1",): Counters(retained_bytes=0)}},
            "Up to Django 6.0, connecting and disconnecting 100 weak receivers leaves 28.4 kB behind",
        ),
    ],
)
def test_sharp_ones_do(rank: int, figures: dict[str, Any], told: str) -> None:
    sentence = BY_RANK[rank].rule(ground(BY_RANK[rank], **figures))
    assert sentence is not None
    assert told in sentence


@pytest.mark.parametrize(("receiver", "to_blame"), [(1.1, False), (3.0, True)])
def test_the_signal_is_cleared_only_where_it_adds_less_than_bulk_create_saves(
    receiver: float, to_blame: bool
) -> None:
    ratios = {("bulk_create()",): 0.1, ("1 post_save receiver",): receiver}
    sentence = BY_RANK[5].rule(ground(BY_RANK[5], ratios=ratios))
    assert sentence is not None
    assert sentence.startswith("Saving 1,000 rows") is to_blame


def test_a_step_needs_the_release_itself() -> None:
    with pytest.raises(NoDataError, match=r"it takes Django 5\.0 itself"):
        BY_RANK[1].rule(ground(BY_RANK[1], djangos=("4.2", "5.2")))
