"""A small lockstep run against two real Djangos, with everything between the worker and the results."""

from __future__ import annotations

import functools
from pathlib import Path

import pytest

from bench.analysis.judgement import judge
from bench.cli.measuring import Preparation, prepare
from bench.cli.questions import questions_here
from bench.cli.reporting import build_report
from bench.cli.selection import select, with_floor
from bench.errors import SignalbenchError
from bench.lockstep.agenda import FEWEST_FORKS
from bench.lockstep.census import take_census
from bench.lockstep.conductor import conduct
from bench.lockstep.environments import provision
from bench.lockstep.staging import stage_packages
from bench.lockstep.worker_process import WorkerFailure, WorkerProcess
from bench.model import CellState, ComparisonKind, Look, Results
from bench.results.folder import RunFolder
from tests.lockstep.conducting import Watcher

SPECS = ("4.2", "5.2")
QUESTIONS = ("receivers", "references", "bulk-saves")
FEW = "receivers=1 and not strong or rows=10 and commit=atomic and not stored"


@pytest.fixture(scope="module")
def preparation(tmp_path_factory: pytest.TempPathFactory) -> Preparation:
    """A finished run, as short as runs can be."""
    try:
        provision(SPECS, announce=lambda line: None)
    except SignalbenchError as error:
        pytest.skip(f"no two Djangos to be had here: {error}")
    offered = questions_here(full=False)
    preparation = prepare(
        kind=ComparisonKind.VERSION,
        specs=SPECS,
        questions=with_floor(select(offered, QUESTIONS, FEW, quick=False), offered),
        everything=False,
        python=None,
        budget_s=0.001,
        quick=False,
        margin=0.05,
        precision=None,
        seed=1,
        output=tmp_path_factory.mktemp("run"),
        fresh=False,
        allow_mixed=False,
        announce=lambda line: None,
    )
    preparation.folder.begin(preparation.plan)
    conduct(
        preparation.plan,
        preparation.interpreters,
        preparation.folder,
        Watcher(),
        judge=functools.partial(judge, preparation.plan),
    )
    return preparation


@pytest.fixture(scope="module")
def folder(preparation: Preparation) -> RunFolder:
    return preparation.folder


@pytest.fixture(scope="module")
def results(folder: RunFolder) -> Results:
    return build_report(folder)


def test_every_cell_is_measured_on_both_and_on_the_twin(results: Results):
    assert [environment.label for environment in results.plan.environments] == ["4.2", "5.2", "4.2 twin"]
    assert {cell.state for cell in results.cells} == {CellState.MEASURED}
    assert all(len(cell.fork_ns) == results.forks == FEWEST_FORKS for cell in results.cells)


def test_the_environments_are_the_djangos_that_were_asked_for(folder: RunFolder):
    for environment in folder.plan().environments:
        assert environment.django.startswith(environment.label[:3])
        assert dict(environment.details)["implementation"] == "CPython"


def test_short_operations_took_turns_and_long_ones_ran_beside_a_pacemaker(folder: RunFolder):
    history = folder.history()
    assert history.looks == [Look(fork=FEWEST_FORKS, share=1.0, final=True)]
    paced = {each.cell.case.question: each.pace_ns is not None for each in history.slices}
    assert paced["receivers"] is False
    assert paced["bulk-saves"] or history.unpinned, "on a machine of one core all take turns"


def test_a_second_census_of_the_same_djangos_counts_the_same(preparation: Preparation, tmp_path: Path):
    staging = stage_packages(tmp_path / "measured")
    cases = [case for question in preparation.plan.questions for case in question.cases]
    again = take_census(
        lambda label, seed: WorkerProcess(preparation.interpreters[label], staging, hash_seed=seed),
        SPECS,
        cases,
        known=(),
        patience_s=60,
    )
    outcomes = preparation.folder.history().outcomes
    assert again == {cell: outcome for cell, outcome in outcomes.items() if cell.environment in SPECS}
    assert all(outcome.counters.python_calls for outcome in again.values())


def test_counters_are_the_oracles(results: Results):
    for cell in results.cells:
        axis = dict(cell.cell.case.axis)
        if cell.cell.case.variant == "1 post_save receiver":
            assert cell.counters.receiver_calls == axis["rows"]
            assert cell.counters.queries == axis["rows"] + (2 if axis["commit"] == "atomic" else 0)


def test_the_same_files_build_the_same_report(folder: RunFolder, results: Results):
    first = {path.name: path.read_bytes() for path in folder.path.iterdir() if path.is_file()}
    build_report(folder)
    assert {path.name: path.read_bytes() for path in folder.path.iterdir() if path.is_file()} == first


def test_workers_start_with_the_measured_django_and_not_the_hosts(folder: RunFolder, tmp_path: Path):
    """The worker's path holds the measured code and nothing of the host's."""
    staging = stage_packages(tmp_path / "measured")
    assert sorted(path.name for path in staging.iterdir()) == ["bench", "bench_project"]
    assert sorted(path.name for path in (staging / "bench").iterdir()) == [
        "__init__.py", "model.py", "scenarios", "worker",
    ]  # fmt: skip


def test_a_worker_that_hangs_is_stopped_and_says_so(tmp_path: Path):
    sleeper = _interpreter(tmp_path, "import time; time.sleep(600)")
    worker = WorkerProcess(sleeper, tmp_path, hash_seed=0)
    with pytest.raises(WorkerFailure, match="gave no answer for 0 s and was stopped"):
        worker.introduce(full=False, patience_s=0.2)


def test_a_worker_that_dies_tells_its_last_words(tmp_path: Path):
    crasher = _interpreter(tmp_path, "import sys; sys.exit('ImportError: no Django here')")
    worker = WorkerProcess(crasher, tmp_path, hash_seed=0)
    with pytest.raises(WorkerFailure, match="exit code 1: ImportError: no Django here"):
        worker.introduce(full=False, patience_s=30)


def test_a_worker_that_is_killed_says_by_what(tmp_path: Path):
    killed = _interpreter(tmp_path, "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)")
    worker = WorkerProcess(killed, tmp_path, hash_seed=0)
    with pytest.raises(WorkerFailure, match="killed by signal 11"):
        worker.introduce(full=False, patience_s=30)


def test_an_interpreter_that_is_none_is_a_failure(tmp_path: Path):
    with pytest.raises(WorkerFailure, match="cannot start"):
        WorkerProcess(tmp_path / "python", tmp_path, hash_seed=0)


def _interpreter(folder: Path, code: str) -> Path:
    """An executable that ignores its arguments and runs the code."""
    import sys

    script = folder / "python"
    script.write_text(f"#!{sys.executable}\n{code}\n")
    script.chmod(0o755)
    return script
