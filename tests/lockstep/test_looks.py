"""When a run looks at its results, and what becomes of what they settle."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from bench.lockstep.looks import FEWEST_FORKS, LOOKS, next_share
from bench.model import Judgement, Look, Point, Slices
from bench.results.folder import RunFolder
from tests.lockstep.conducting import LABELS, POINTS, Watcher, budget, conduct, settle_nothing
from tests.lockstep.fake_worker import World

SHARES = [share for _, share in LOOKS]
REST = pytest.approx(1 - sum(SHARES))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RunFolder:
    monkeypatch.setattr(os, "fsync", lambda file: None)  # which takes longer than all the rest
    return RunFolder(tmp_path)


def settling(*points: Point) -> Callable[..., Judgement]:
    """A judge who takes these for settled from the beginning."""
    return lambda slices, outcomes, share: Judgement(settled=points, spreads={}, decided=3, undecided=4)


def timed(slices: list[Slices], *, since: int) -> set[Point]:
    return {(each.cell.case.question, each.cell.case.axis) for each in slices if each.fork >= since}


def test_a_look_comes_only_after_its_share_of_the_budget_and_of_forks():
    assert next_share([], FEWEST_FORKS, 12.4, 100) is None
    assert next_share([], FEWEST_FORKS - 1, 12.5, 100) is None
    assert next_share([], FEWEST_FORKS, 12.5, 100) == 0.04


def test_looks_come_one_after_another_and_are_not_made_up_for_all_at_once():
    first = Look(fork=4, share=0.04)
    assert next_share([first], 5, 99, 100) == 0.06
    assert next_share([first], 5, 24, 100) is None
    assert next_share([Look(fork=4, share=share) for share in SHARES], 50, 99, 100) is None


def test_an_ending_is_no_look():
    assert next_share([Look(fork=4, share=0.96, final=True)], 5, 99, 100) == 0.04


def test_most_of_the_error_is_kept_for_the_end():
    assert sum(SHARES) < 0.5


def test_a_run_looks_when_it_is_time_to_and_writes_down_what_each_look_spends(folder: RunFolder):
    world = World()
    looked: list[tuple[float, float]] = []

    def judge(slices: list[Slices], outcomes: object, share: float) -> Judgement:
        if share:
            looked.append((world.now_s / 60, share))
        return Judgement(settled=(), spreads={}, decided=0, undecided=0)

    history = conduct(folder, world, budget(60), judge=judge)
    assert [share for _, share in looked] == SHARES
    assert all(at >= after for (at, _), (after, _) in zip(looked, LOOKS, strict=True))
    assert [look.share for look in history.looks] == [*SHARES, REST]
    assert [look.final for look in history.looks] == [False] * 4 + [True]
    assert history.looks[-1].fork == history.forks


def test_settled_points_get_no_more_forks_and_the_others_do(folder: RunFolder):
    world, watcher = World(), Watcher()
    history = conduct(folder, world, budget(60), judge=settling(POINTS[0]), watcher=watcher)
    first = history.looks[0]
    assert first.settled == (POINTS[0],)
    assert timed(history.slices, since=first.fork - 1) == set(POINTS)
    assert timed(history.slices, since=first.fork) == set(POINTS[1:])
    assert watcher.judgements[0] == (3, 4)


def test_a_run_of_which_all_is_settled_ends_before_its_budget(folder: RunFolder):
    history = conduct(folder, World(), budget(100), judge=settling(*POINTS))
    assert history.elapsed_s < 100 * 0.2
    assert history.looks == [
        Look(fork=history.forks, share=0.04, settled=tuple(POINTS)),
        Look(fork=history.forks, share=0.96, final=True),
    ]


def test_a_run_that_goes_on_keeps_its_looks_and_times_nothing_that_was_settled(folder: RunFolder):
    world = World()
    begun = conduct(folder, world, budget(60), judge=settling(POINTS[0]), stop=lambda: world.now_s > 60 * 0.2)
    assert [look.share for look in begun.looks] == [0.04]
    history = conduct(folder, world, budget(60))
    assert history.looks[:1] == begun.looks
    assert [look.share for look in history.looks] == [*SHARES, REST]
    assert POINTS[0] not in timed(history.slices, since=begun.forks)


def test_a_run_that_has_ended_is_left_as_it_is(folder: RunFolder):
    ended = conduct(folder, World(), budget(20))
    assert conduct(folder, World(), budget(20)) == ended


def test_a_run_that_had_ended_and_got_more_forks_ends_a_second_time(folder: RunFolder):
    """Its report was read after the first time, so that counts as a look too."""
    ended = conduct(folder, World(), budget(20))
    history = conduct(folder, World(), budget(40))
    assert history.forks > ended.forks
    assert [look.fork for look in history.looks if look.final] == [ended.forks, history.forks]
    assert [look.share for look in history.looks if not look.final] == SHARES


def test_the_first_variances_are_asked_for_without_spending_anything(folder: RunFolder):
    asked: list[tuple[int, float]] = []

    def judge(slices: list[Slices], outcomes: object, share: float) -> Judgement:
        asked.append((1 + max(each.fork for each in slices), share))
        return dataclasses.replace(
            settle_nothing(slices, {}, share), settled=tuple(POINTS) if not share else ()
        )

    history = conduct(folder, World(), budget(600), judge=judge, stop=lambda: len(asked) == 2)
    assert asked == [(2, 0.0), (3, 0.0)]
    assert history.looks == []
    assert {each.cell.environment for each in history.slices if each.fork == 2} == set(LABELS)
