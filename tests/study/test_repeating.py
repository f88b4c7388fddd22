"""A run contradicts a study where both are sure and differ, and nowhere else."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from bench.model import Verdict
from bench.results.results_json import results_to_text
from bench.results.stored_results import StoredResults, read_results
from bench.study.repeating import contradiction, pairs, summary_of
from tests.synthetic import results


@pytest.fixture
def published(tmp_path: Path) -> StoredResults:
    (tmp_path / "results.json").write_text(results_to_text(results()), encoding="utf-8")
    return read_results(tmp_path / "results.json")


def said(of: StoredResults, verdict: Verdict) -> StoredResults:
    told = (dataclasses.replace(each, verdict=verdict) for each in of.comparisons)
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


def test_both_sides_are_told_with_their_figures(published: StoredResults) -> None:
    found = pairs(said(published, Verdict.SLOWER), said(published, Verdict.SAME))
    first = contradiction(found[0])
    assert "published was slower" in first
    assert "now it is same" in first
    assert summary_of(found).endswith(
        f" 0 confirmed, {len(found)} contradicted, 0 unclear in one of the two."
    )


def test_another_python_has_nothing_in_common(published: StoredResults) -> None:
    elsewhere = (dataclasses.replace(each, python="3.13.0") for each in published.environments)
    assert pairs(published, dataclasses.replace(published, environments=tuple(elsewhere))) == []
