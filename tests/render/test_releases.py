"""Environments in the order in which their Djangos were released."""

from __future__ import annotations

import dataclasses

from bench.render.releases import oldest_first
from tests import synthetic

RESULTS = synthetic.results(synthetic.plan(questions=(synthetic.RECEIVERS,)))


def test_candidates_come_as_they_were_released_however_they_were_named() -> None:
    assert oldest_first(RESULTS, "4.2", ["6.1", "5.2"]) == ["5.2", "6.1"]


def test_two_checkouts_of_one_version_and_one_older_than_the_baseline_have_no_order() -> None:
    twice = tuple(
        dataclasses.replace(each, django="5.2.1") if each.label != "4.2" else each
        for each in RESULTS.plan.environments
    )
    results = dataclasses.replace(RESULTS, plan=dataclasses.replace(RESULTS.plan, environments=twice))
    assert oldest_first(results, "4.2", ["5.2", "6.1"]) == []
    assert oldest_first(RESULTS, "5.2", ["4.2", "6.1"]) == []
