"""Runs add up to one: nothing twice, nothing left out, and never half a folder."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bench.errors import SignalbenchError, UsageError
from bench.model import Cell, CellState, Counters, Outcome, Plan, Slices
from bench.results import merging
from bench.results.folder import RunFolder
from bench.results.merging import merge
from tests.synthetic import RECEIVERS, plan

CELL = Cell(RECEIVERS.cases[0], "5.2")
MEASURED = Outcome(state=CellState.MEASURED, counters=Counters(queries=0))
FAILED = Outcome(state=CellState.FAILED, reason="hung")
NOW = "2026-11-23T08:00:00+00:00"


def made(path: Path, seed: int, *, forks: int = 2, outcome: Outcome = MEASURED, run: Plan | None = None):
    """A run of so many forks of one second, each with one slice."""
    folder = RunFolder(path)
    folder.begin(replace(run or plan(questions=(RECEIVERS,)), seed=seed, created=f"2026-11-22T16:00:0{seed}"))
    with folder.journal() as journal:
        for fork in range(forks):
            journal.fork(fork, ["5.2"], pinned=True, preparation_s=0.5)
            journal.outcome(CELL, outcome)
            taken = Slices(fork=fork, round=0, position=0, cell=CELL, loops=10, ns=(1000 * seed + fork,))
            journal.slices([taken], elapsed_s=fork + 1.0)
    return folder


def merged(tmp_path: Path, *sources: RunFolder, name: str = "merged") -> RunFolder:
    return merge(sources, tmp_path / name, created=NOW, command="signalbench merge")


def origins(folder: RunFolder) -> list[tuple[int, int, int]]:
    """(fork, seed of its run, fork of its run)"""
    lines: list[dict[str, Any]] = list(map(json.loads, (folder.path / "journal.ndjson").open()))
    return [(x["fork"], x["origin"]["seed"], x["origin"]["fork"]) for x in lines if x["kind"] == "fork"]


def test_forks_times_and_budgets_add_up(tmp_path: Path) -> None:
    one, other = made(tmp_path / "one", 1), made(tmp_path / "other", 2, forks=3)
    folder = merged(tmp_path, one, other)

    history = folder.history()
    assert [(taken.fork, taken.ns) for taken in history.slices] == [
        (0, (1000,)),
        (1, (1001,)),
        (2, (2000,)),
        (3, (2001,)),
        (4, (2002,)),
    ]
    assert (history.forks, history.elapsed_s) == (5, 5.0)
    assert folder.plan().budget_s == 2 * one.plan().budget_s
    assert (folder.plan().created, folder.plan().command) == (NOW, "signalbench merge")


def test_each_fork_tells_which_run_it_is_from_even_if_merged_again(tmp_path: Path) -> None:
    runs = [made(tmp_path / str(seed), seed, forks=seed) for seed in (1, 2, 3)]
    again = merged(tmp_path, merged(tmp_path, *runs[:2], name="first"), runs[2])

    assert origins(again) == [(0, 1, 0), (1, 2, 0), (2, 2, 1), (3, 3, 0), (4, 3, 1), (5, 3, 2)]
    assert again.plan().seed not in (1, 2, 3)


def test_what_failed_in_one_run_has_failed_whatever_the_order(tmp_path: Path) -> None:
    well, ill = made(tmp_path / "well", 1), made(tmp_path / "ill", 2, outcome=FAILED)
    for name, sources in (("last", (well, ill)), ("first", (ill, well))):
        assert merged(tmp_path, *sources, name=name).history().outcomes[CELL] == FAILED


def test_a_torn_last_line_does_not_spoil_what_follows(tmp_path: Path) -> None:
    one, other = made(tmp_path / "one", 1), made(tmp_path / "other", 2)
    with (one.path / "journal.ndjson").open("a") as journal:
        journal.write('{"kind": "sli')
    assert len(merged(tmp_path, one, other).history().slices) == 4


def test_forks_are_never_counted_twice(tmp_path: Path) -> None:
    one, other = made(tmp_path / "one", 1), made(tmp_path / "other", 2)
    both = merged(tmp_path, one, other, name="both")
    copied = RunFolder(shutil.copytree(one.path, tmp_path / "copied"))
    copied.begin(replace(one.plan(), seed=5, created="another"))
    for sources in ((one, one), (both, one), (one, other, both), (one, copied)):
        with pytest.raises(UsageError, match="hold the same forks, which would count twice"):
            merged(tmp_path, *sources)
    assert not (tmp_path / "merged").exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"margin": 0.01}, "the margins differ: 5% against 1%"),
        ({"machine": (("cpu", "another"),)}, "the machines differ: cpu Example CPU"),
    ],
)
def test_other_plans_and_other_machines_are_refused(
    tmp_path: Path, changes: dict[str, Any], said: str
) -> None:
    one = made(tmp_path / "one", 1)
    other = made(tmp_path / "other", 2, run=replace(plan(questions=(RECEIVERS,)), **changes))
    with pytest.raises(UsageError, match=f"cannot be merged: {said}"):
        merged(tmp_path, one, other)


def test_a_run_that_is_being_measured_into_is_left_alone(tmp_path: Path) -> None:
    one, other = made(tmp_path / "one", 1), made(tmp_path / "other", 2)
    with other.journal(), pytest.raises(SignalbenchError, match="is being measured into"):
        merged(tmp_path, one, other)


def test_a_corrupt_journal_is_named_with_its_folder(tmp_path: Path) -> None:
    one, other = made(tmp_path / "one", 1), made(tmp_path / "other", 2)
    (other.path / "journal.ndjson").write_text("rubbish\n")
    with pytest.raises(SignalbenchError, match=r"other: journal\.ndjson line 1 is corrupt"):
        merged(tmp_path, one, other)


def test_a_target_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    one, other = made(tmp_path / "one", 1), made(tmp_path / "other", 2)
    before = (one.path / "journal.ndjson").read_bytes()
    with pytest.raises(UsageError, match="holds something already"):
        merged(tmp_path, one, other, name="one")
    assert (one.path / "journal.ndjson").read_bytes() == before


def test_killed_half_way_it_leaves_nothing_that_looks_like_a_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = made(tmp_path / "one", 1), made(tmp_path / "other", 2)

    def killed(path: Path, content: str) -> None:
        assert not (tmp_path / "merged").exists()
        raise KeyboardInterrupt

    monkeypatch.setattr(merging, "write_whole", killed)
    with pytest.raises(KeyboardInterrupt):
        merged(tmp_path, one, other)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one", "other"]
