"""The command line from outside: one line for what is wrong, and the exit codes."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from bench.cli.main import main, parser

ROOT = Path(__file__).resolve().parents[2]


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """(exit code, standard output, standard error)."""
    try:
        code = main(arguments)
    except SystemExit as exit_:
        code = int(exit_.code or 0)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["lst"], "no command 'lst'. Did you mean 'list'?"),
        (["run", "--budgt", "5m"], "no option '--budgt'. Did you mean '--budget'?"),
        (["compare", "4.2", "5.2", "--budget", "soon"], "'soon' is no duration; write 90s, 3m or 1h"),
        (["compare", "4.2", "5.2", "--margin", "2"], "'2' is no share between 0 and 1; write 5% or 0.05"),
        (["run", "--seed", "abc"], "'abc' is no seed; write a whole number, such as 1"),
        (["run", "4.2"], "no question '4.2'. A Django is named by an option: --django 4.2. See"),
        (["compare", "4.2"], "compare needs two Djangos or more, got 4.2. To measure one: signalbench run"),
        (["compare", "4.2", "9.9"], "no Django '9.9'"),
        (["compare", "4.2", "lorem"], "'lorem' is no Django and no question"),
        (["report"], "the following arguments are required: RUN"),
        (["report", "no/such/folder"], "no/such/folder is no run: there is no such folder"),
        (["claims", "no/such/folder"], "no/such/folder is no run: there is no such folder"),
        (["recheck", "reports/first-look", "no/such/folder"], "no/such/folder is no run"),
    ],
)  # fmt: skip
def test_wrong_use_is_one_line_and_exit_2(capsys, arguments: list[str], said: str):
    code, out, err = run(capsys, *arguments)
    assert code == 2
    assert out == ""
    assert err.startswith("error: ")
    assert said in err
    assert err.count("\n") == 1


COMMANDS = [[], *([name] for name in parser().commands())]


@pytest.mark.parametrize("arguments", COMMANDS)
def test_help_fits_eighty_columns(capsys, monkeypatch, arguments: list[str]):
    monkeypatch.setenv("COLUMNS", "80")
    code, out, _ = run(capsys, *arguments, "--help")
    assert code == 0
    assert max(map(len, out.splitlines())) <= 80


@pytest.mark.parametrize("arguments", COMMANDS)
def test_help_has_three_examples_to_copy(capsys, arguments: list[str]):
    _, out, _ = run(capsys, *arguments, "--help")
    examples = out.partition("examples:\n")[2].strip().splitlines()
    assert len(examples) == 3
    typed = [line.partition("signalbench ")[2].partition('"$')[0] for line in examples]
    assert all(typed)
    if arguments != ["completion"]:  # whose output a shell has to read
        assert all(line.strip().startswith("signalbench ") for line in examples)
        for words in typed:
            parser().parse(shlex.split(words))


def test_list_names_every_core_question(capsys):
    code, out, _ = run(capsys, "list")
    assert code == 0
    for slug in ("receivers", "references", "senders", "bulk-saves"):
        assert f"{slug}  " in out


def test_a_corrupt_journal_is_one_line_and_exit_3(capsys, tmp_path: Path):
    from bench.results.folder import RunFolder
    from tests.synthetic import plan

    RunFolder(tmp_path).begin(plan())
    (tmp_path / "journal.ndjson").write_text("rubbish\n{}\n")
    code, _, err = run(capsys, "report", str(tmp_path))
    assert code == 3
    assert err.startswith("error: journal.ndjson line 1 is corrupt")
    assert err.count("\n") == 1


def test_verbose_adds_the_traceback(capsys, tmp_path: Path):
    _, _, err = run(capsys, "report", str(tmp_path), "-v")
    assert "Traceback" in err


HEAVY = {
    *("numpy", "scipy", "matplotlib", "PIL", "django", "rich", "pytest", "pyinstrument", "packaging", "uv"),
    *("argcomplete", "subprocess", "asyncio", "multiprocessing", "importlib.metadata", "sqlite3", "tomllib"),
}


@pytest.mark.parametrize(
    "words",
    [
        ["--help"],
        ["compare", "--help"],
        ["run", "recievers"],
        ["bisect", "receivers/sned", "--good", "4.2", "--bad", "5.2"],
        ["run", "--fail-on", "slower:recievers"],
        ["lst"],
    ],
)
def test_help_and_typos_wait_for_no_heavy_import_and_no_worker(words: list[str], tmp_path: Path):
    """What takes long to import is imported by what needs it, and a name is known without starting Python."""
    code = (
        "import sys, bench.cli.main as m\n"
        f"try: m.main({words!r})\n"
        "except SystemExit: pass\n"
        f"heavy = {HEAVY | ({'dataclasses'} if '--help' in words else set())!r} & set(sys.modules)\n"
        "sys.exit(f'imported {heavy}' if heavy else 0)"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-c", code],
        capture_output=True, text=True, cwd=tmp_path, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_the_version_can_be_asked_for(capsys):
    code, out, _ = run(capsys, "--version")
    assert code == 0
    assert out.startswith("signalbench 0.")


def test_an_error_cannot_act_on_the_terminal(capsys, tmp_path: Path):
    code, _, err = run(capsys, "report", str(tmp_path / "\x1b[2J"))
    assert code == 2
    assert "\x1b" not in err
    assert r"\x1b[2J is no run" in err
