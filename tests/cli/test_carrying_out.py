"""A run from outside: killed and gone on with, begun anew, refused where it would do harm."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from bench.cli.next_step import going_on
from bench.results.journal import read_journal

RUN = ["run", "receivers", "--django", "installed", "-k", "receivers=1", "--budget", "3s", "-o"]
LOOK_AGAIN_S = 0.1


def signalbench(*arguments: str | Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "bench.cli.main", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])},
    )


def finished(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    """(exit code, standard output, standard error)."""
    out, err = process.communicate(timeout=300)
    return process.returncode, out, err


def wait_for_a_slice(process: subprocess.Popen[str], folder: Path) -> None:
    """Until the journal of the running process holds one; fails as soon as it has ended without."""
    while not read_journal(folder / "journal.ndjson").slices:
        with suppress(subprocess.TimeoutExpired):
            pytest.fail(f"nothing was measured: exit code {process.wait(LOOK_AGAIN_S)}")


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a run that was killed as soon as it had measured something, and then gone on with."""
    folder = tmp_path_factory.mktemp("killed") / "run"
    process = signalbench(*RUN, folder)
    wait_for_a_slice(process, folder)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    before = read_journal(folder / "journal.ndjson").slices
    code, out, err = finished(signalbench(*RUN, folder))
    assert code == 0, err
    assert "Report: " in out
    assert read_journal(folder / "journal.ndjson").slices[: len(before)] == before
    return folder


def test_a_killed_run_goes_on_and_ends_with_a_report(killed: Path):
    assert {"index.html", "results.json", "summary.md", "samples.csv"} <= {p.name for p in killed.iterdir()}
    history = read_journal(killed / "journal.ndjson")
    assert history.forks >= 2
    assert [look.final for look in history.looks][-1:] == [True]
    assert len({(each.fork, each.round, each.cell) for each in history.slices}) == len(history.slices)


def test_the_same_command_again_measures_no_more_and_reports_the_same(killed: Path):
    journal, results = ((killed / name).read_bytes() for name in ("journal.ndjson", "results.json"))
    code, _, err = finished(signalbench(*RUN, killed))
    assert code == 0, err
    assert (killed / "journal.ndjson").read_bytes() == journal
    assert (killed / "results.json").read_bytes() == results


def test_another_run_is_refused_in_one_line(killed: Path):
    code, _, err = finished(signalbench("run", "--django", "installed", "-k", "receivers=2", "-o", killed))
    assert code == 2
    assert err.splitlines()[-1].startswith(f"error: {killed} holds another run")


def test_fresh_begins_anew(killed: Path):
    before = read_journal(killed / "journal.ndjson").slices
    code, _, err = finished(signalbench(*RUN, killed, "--fresh", "-q"))
    assert code == 0, err
    assert read_journal(killed / "journal.ndjson").slices[:1] != before[:1]


def test_ctrl_c_finishes_the_round_and_says_how_to_go_on(tmp_path: Path):
    folder = tmp_path / "run"
    process = signalbench("run", "--django", "installed", "-k", "receivers=1", "--budget", "1h", "-o", folder)
    wait_for_a_slice(process, folder)
    process.send_signal(signal.SIGINT)
    code, _, err = finished(process)
    assert code == 130
    assert "Go on with:" in err
    assert err.rstrip().endswith(f"-o {folder}")


@pytest.mark.parametrize("place", ["file", "file/below"])
def test_a_file_in_the_way_of_the_folder_is_told_at_once(tmp_path: Path, place: str):
    (tmp_path / "file").write_text("in the way")
    code, out, err = finished(signalbench(*RUN, tmp_path / place))
    assert (code, out) == (2, "")
    assert err == f"error: -o {tmp_path / place}: {tmp_path / 'file'} is a file; name a folder\n"


def test_a_journal_without_its_manifest_is_left_alone(tmp_path: Path):
    (tmp_path / "journal.ndjson").write_text("somebody's\n")
    code, _, err = finished(signalbench(*RUN, tmp_path))
    assert code == 2
    assert "holds a journal without its manifest.json" in err
    assert (tmp_path / "journal.ndjson").read_text() == "somebody's\n"


def test_a_report_without_a_journal_touches_nothing(tmp_path: Path):
    from bench.results.folder import RunFolder
    from tests.synthetic import plan

    RunFolder(tmp_path).begin(plan())
    (tmp_path / "summary.md").write_text("published")
    code, _, err = finished(signalbench("report", tmp_path))
    assert code == 2
    assert "has no journal.ndjson" in err
    assert (tmp_path / "summary.md").read_text() == "published"


def test_the_command_to_go_on_with_does_not_begin_anew(tmp_path: Path):
    told = going_on("signalbench compare 4.2 5.2 -o old --fresh --budget 5m", tmp_path)
    assert told.endswith(f"compare 4.2 5.2 --budget 5m -o {tmp_path}")
    assert "--fresh" not in told
