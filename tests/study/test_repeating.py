"""A run contradicts a study where both are sure and differ, and nowhere else."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from bench.model import Estimate, Verdict
from bench.results.results_json import results_to_text
from bench.results.stored_results import StoredResults, read_results
from bench.study.repeating import contradiction, is_same_run, pairs, summary_of
from tests.synthetic import results


@pytest.fixture
def published(tmp_path: Path) -> StoredResults:
    (tmp_path / "results.json").write_text(results_to_text(results()), encoding="utf-8")
    return read_results(tmp_path / "results.json")


RATIOS = {
    Verdict.SLOWER: Estimate(value=1.07, low=1.055, high=1.09, confidence=0.95),
    Verdict.FASTER: Estimate(value=0.9, low=0.88, high=0.92, confidence=0.95),
    Verdict.SAME: Estimate(value=1.0, low=0.99, high=1.02, confidence=0.95),
    Verdict.UNCLEAR: Estimate(value=1.0, low=0.8, high=1.2, confidence=0.95),
}


def said(of: StoredResults, verdict: Verdict, ratio: Estimate | None = None) -> StoredResults:
    """Every comparison that has a ratio came out like this."""
    told = (
        dataclasses.replace(each, verdict=verdict, ratio=each.ratio and (ratio or RATIOS[verdict]))
        for each in of.comparisons
    )
    return dataclasses.replace(of, comparisons=tuple(told))


@pytest.mark.parametrize(
    ("before", "after", "contradicts"),
    [
        (Verdict.SLOWER, Verdict.FASTER, True),
        (Verdict.SLOWER, Verdict.SAME, True),
        (Verdict.SAME, Verdict.FASTER, True),
        (Verdict.SLOWER, Verdict.SLOWER, False),
        (Verdict.SLOWER, Verdict.UNCLEAR, False),
        (Verdict.UNCLEAR, Verdict.SAME, False),
    ],
)
def test_only_two_sure_verdicts_contradict(
    published: StoredResults, before: Verdict, after: Verdict, contradicts: bool
) -> None:
    found = pairs(said(published, before), said(published, after))
    assert found
    assert {pair.contradicts for pair in found} == {contradicts}
    assert {pair.confirms for pair in found} == {before is after}


def test_the_same_within_a_wider_margin_denies_nothing(published: StoredResults) -> None:
    noisy = Estimate(value=1.05, low=1.01, high=1.09, confidence=0.95)
    found = pairs(said(published, Verdict.SLOWER), said(published, Verdict.SAME, noisy))
    assert not any(pair.contradicts or pair.confirms for pair in found)


def test_a_run_cannot_confirm_itself(published: StoredResults) -> None:
    begun = dataclasses.replace(published, created="2026-11-01T10:00:00Z")
    assert is_same_run(begun, dataclasses.replace(begun, forks=begun.forks + 1))
    assert not is_same_run(begun, dataclasses.replace(begun, created="2026-11-02T10:00:00Z"))
    undated = dataclasses.replace(published, created=None)
    assert is_same_run(undated, dataclasses.replace(undated, path=Path("copied")))
    assert not is_same_run(undated, said(undated, Verdict.UNCLEAR))


def test_both_sides_are_told_with_their_figures(published: StoredResults) -> None:
    found = pairs(said(published, Verdict.SLOWER), said(published, Verdict.SAME))
    first = contradiction(found[0])
    assert "published was slower" in first
    assert "now it is same" in first
    assert summary_of(found).endswith(f" 0 confirmed, {len(found)} contradicted, 0 cannot be told.")


def test_another_python_has_nothing_in_common(published: StoredResults) -> None:
    elsewhere = (dataclasses.replace(each, python="3.13.0") for each in published.environments)
    assert pairs(published, dataclasses.replace(published, environments=tuple(elsewhere))) == []
