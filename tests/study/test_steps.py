"""A step is told where its whole interval lies beyond a tenth, by the run with the most forks."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bench.model import Comparison, ComparisonKind, Estimate, Verdict
from bench.study.steps import stages
from bench.study.study import Study
from tests.claims.made_up import environment

BEFORE, AFTER = environment("4.2"), environment("5.0")


def run(low: float, high: float, *, forks: int = 8, margin: float = 0.05) -> Any:
    """A run of one case whose step came out like this."""
    step = Comparison(
        kind=ComparisonKind.VERSION,
        question="receivers",
        variant="send",
        axis=(("receivers", 1),),
        baseline=BEFORE.label,
        candidate=AFTER.label,
        ratio=Estimate(value=(low * high) ** 0.5, low=low, high=high, confidence=0.95),
        verdict=Verdict.SLOWER,
        forks=forks,
    )
    addition = SimpleNamespace(steps=(step,))
    return SimpleNamespace(releases=(BEFORE, AFTER), addition=addition, counters={}, margin=margin)


def told(*runs: Any) -> list[float]:
    """The low ends of the steps that are told, of the one stage."""
    (stage,) = stages(Study(folder=Path("study"), runs=runs))
    assert stage.compared == 1
    return [step.ratio.low for step in stage.steps]


@pytest.mark.parametrize(
    ("low", "high", "margin", "count"),
    [(1.11, 1.2, 0.05, 1), (1.06, 1.09, 0.05, 0), (1.11, 1.2, 0.15, 0), (0.8, 0.9, 0.05, 1)],
)
def test_a_tenth_or_the_run_s_own_margin_if_that_is_larger(
    low: float, high: float, margin: float, count: int
) -> None:
    assert len(told(run(low, high, margin=margin))) == count


def test_of_a_cell_that_runs_share_the_one_with_more_forks_counts_whatever_it_says() -> None:
    few, many = run(1.5, 1.6, forks=4), run(1.0, 1.05, forks=9)
    assert told(few, many) == told(many, few) == []


@pytest.mark.parametrize(
    ("low", "high", "margin", "same"),
    [(0.98, 1.05, 0.05, 1), (0.98, 1.2, 0.05, 0), (0.98, 1.14, 0.15, 1), (1.2, 1.3, 0.05, 0)],
)
def test_the_same_lies_wholly_within(low: float, high: float, margin: float, same: int) -> None:
    (stage,) = stages(Study(folder=Path("study"), runs=(run(low, high, margin=margin),)))
    assert stage.same == same
