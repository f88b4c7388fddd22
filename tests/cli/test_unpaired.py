"""`report A B` and `merge A B` from outside: what they print, what they refuse, what they leave alone."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from bench.cli.main import main
from bench.model import Cell, CellState, Counters, Outcome, Plan, Slices
from bench.results.folder import RunFolder
from tests.synthetic import ENVIRONMENTS, RECEIVERS, plan

PLAN = plan(questions=(RECEIVERS,), environments=(ENVIRONMENTS[1],))


def run(path: Path, seed: int, run: Plan = PLAN) -> Path:
    """Three forks of every case; the second run is a fifth slower and executes three bytecodes more."""
    folder = RunFolder(path)
    folder.begin(replace(run, seed=seed, created=f"2026-11-22T16:00:0{seed}+00:00"))
    with folder.journal() as journal:
        for fork in range(3):
            journal.fork(fork, ["5.2"], pinned=True, preparation_s=0.5)
            for position, case in enumerate(RECEIVERS.cases):
                cell = Cell(case, "5.2")
                counters = Counters(queries=0, bytecodes=100 + 3 * seed)
                journal.outcome(cell, Outcome(state=CellState.MEASURED, counters=counters))
                ns = (1000 + 200 * seed + position * 10 + fork,) * 3
                taken = Slices(fork=fork, round=0, position=position, cell=cell, loops=10, ns=ns)
                journal.slices([taken], elapsed_s=fork + position / 100)
    return path


@pytest.fixture
def runs(tmp_path: Path) -> tuple[Path, Path]:
    return run(tmp_path / "before", 0), run(tmp_path / "after", 1)


def typed(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    """(exit code, standard output, standard error)."""
    code = main(list(map(str, arguments)))
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_two_runs_are_reported_as_unpaired_and_left_alone(capsys, runs: tuple[Path, Path]) -> None:
    before = [content(folder) for folder in runs]
    code, out, _ = typed(capsys, "report", *runs)
    assert code == 0
    assert out.startswith("Unpaired")
    assert max(map(len, out.splitlines())) <= 100
    assert out.count("? unclear") == len(RECEIVERS.cases)
    assert "slower (" not in out
    assert "Counters that differ" in out
    assert out.count("+3") == len(RECEIVERS.cases)
    assert [content(folder) for folder in runs] == before


def test_quiet_prints_the_sentences_only(capsys, runs: tuple[Path, Path]) -> None:
    _, out, _ = typed(capsys, "report", *runs, "-q")
    assert out.startswith("Unpaired")
    assert "? unclear" not in out


def test_markdown_has_the_same_rows(capsys, runs: tuple[Path, Path], tmp_path: Path) -> None:
    typed(capsys, "report", *runs, "--markdown", tmp_path / "comment.md")
    assert (tmp_path / "comment.md").read_text().count("? unclear") == len(RECEIVERS.cases)


def test_what_cannot_be_reported_is_one_line(capsys, runs: tuple[Path, Path], tmp_path: Path) -> None:
    before, after = runs
    copied = shutil.copytree(before, tmp_path / "copied")
    RunFolder(tmp_path / "empty").begin(replace(PLAN, seed=9))
    django = (replace(ENVIRONMENTS[1], label="5.2"), replace(ENVIRONMENTS[2], label="6.1"))
    others = run(tmp_path / "others", 2, replace(PLAN, environments=django[1:] * 2))
    for arguments, code, said in (
        ((before, tmp_path), 2, "is no run: it has no manifest.json"),
        ((before, tmp_path / "empty"), 2, "has no journal.ndjson"),
        ((before, before), 2, "are the same run; name two runs"),
        ((before, copied), 2, "are the same run; name two runs"),
        ((before, others), 2, "have no case of the same Django in common"),
        ((before, after, copied), 2, "report takes one run, or two to set side by side, got 3"),
        ((before, after, "--json"), 2, "--json, --csv, --pytest-benchmark and --fail-on are for one run"),
        ((before, after, "--fail-on", "slower"), 2, "have no verdicts; of two there is --markdown"),
        ((before, after, f"--markdown={before}"), 2, "is a folder; name a file"),
    ):
        got, out, err = typed(capsys, "report", *arguments)
        assert (got, err.count("\n")) == (code, 1), err
        assert out == "" or said == "cannot write"
        assert said in err


def test_merged_runs_have_a_report(capsys, runs: tuple[Path, Path], tmp_path: Path) -> None:
    code, out, err = typed(capsys, "merge", *runs, "-o", tmp_path / "both")
    assert code == 0
    assert f"Report: {tmp_path / 'both' / 'index.html'}" in out.splitlines()
    assert "Merged 2 runs: 6 forks" in err
    assert {"index.html", "results.json", "summary.md", "samples.csv"} <= set(content(tmp_path / "both"))


def test_runs_of_one_seed_merge_with_a_warning(capsys, tmp_path: Path) -> None:
    folders = [run(tmp_path / name, 3) for name in ("one", "other")]
    RunFolder(folders[1]).begin(replace(RunFolder(folders[1]).plan(), created="later"))
    journal = folders[1] / "journal.ndjson"
    journal.write_text(journal.read_text().replace('"preparation_s":0.5', '"preparation_s":0.6'))
    _, _, err = typed(capsys, "merge", *folders, "-o", tmp_path / "both", "-q")
    assert "drawn with the same --seed 3" in err


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (("before",), "merging takes two runs or more, got 1"),
        (("before", "before"), "hold the same forks, which would count twice"),
        (("before", "nowhere"), "is no run: there is no such folder"),
    ],
)
def test_what_cannot_be_merged_is_one_line(
    capsys, runs: tuple[Path, Path], tmp_path: Path, names: tuple[str, ...], said: str
) -> None:
    code, out, err = typed(capsys, "merge", *(tmp_path / name for name in names), "-o", tmp_path / "both")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert said in err
    assert not (tmp_path / "both").exists()


@pytest.mark.parametrize("command", ["merge", "report"])
def test_help_fits_eighty_columns_and_has_three_examples(capsys, monkeypatch, command: str) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    with pytest.raises(SystemExit):
        main([command, "--help"])
    out = capsys.readouterr().out
    assert max(map(len, out.splitlines())) <= 80
    assert len(out.partition("examples:\n")[2].strip().splitlines()) == 3
