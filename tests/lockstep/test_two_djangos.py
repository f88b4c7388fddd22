"""A small lockstep run against two real Djangos, with everything between the worker and the results."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.cli.measuring import prepare
from bench.cli.reporting import build_report
from bench.errors import SignalbenchError
from bench.lockstep.conductor import FEWEST_FORKS, conduct
from bench.lockstep.environments import provision
from bench.lockstep.staging import stage_packages
from bench.lockstep.worker_process import WorkerFailure, WorkerProcess
from bench.model import CellState, ComparisonKind
from bench.results.folder import RunFolder
from tests.lockstep.test_conductor import Watcher

SPECS = ("4.2", "5.2")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    """A finished run, as short as runs can be."""
    try:
        provision(SPECS, announce=lambda line: None)
    except SignalbenchError as error:
        pytest.skip(f"no two Djangos to be had here: {error}")
    preparation = prepare(
        kind=ComparisonKind.VERSION,
        specs=SPECS,
        names=(),
        expression="receivers=1 or rows=10 and commit=atomic",
        python=None,
        budget_s=0.001,
        quick=False,
        full=False,
        margin=0.05,
        seed=1,
        output=tmp_path_factory.mktemp("run"),
        fresh=False,
        announce=lambda line: None,
    )
    preparation.folder.begin(preparation.plan)
    conduct(preparation.plan, preparation.interpreters, preparation.folder, Watcher())
    return preparation.folder


def test_every_cell_is_measured_on_both_and_on_the_twin(folder: RunFolder):
    results = build_report(folder)
    assert [environment.label for environment in results.plan.environments] == ["4.2", "5.2", "4.2 twin"]
    assert {cell.state for cell in results.cells} == {CellState.MEASURED}
    assert all(len(cell.fork_ns) == results.forks == FEWEST_FORKS for cell in results.cells)


def test_the_environments_are_the_djangos_that_were_asked_for(folder: RunFolder):
    for environment in folder.plan().environments:
        assert environment.django.startswith(environment.label[:3])
        assert dict(environment.details)["implementation"] == "CPython"


def test_counters_are_the_oracles(folder: RunFolder):
    for cell in build_report(folder).cells:
        axis = dict(cell.cell.case.axis)
        if cell.cell.case.variant == "1 post_save receiver":
            assert cell.counters.receiver_calls == axis["rows"]
            assert cell.counters.queries == axis["rows"] + (2 if axis["commit"] == "atomic" else 0)


def test_the_same_files_build_the_same_report(folder: RunFolder):
    build_report(folder)
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
