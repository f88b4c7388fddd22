"""What a shell gets when the tab key is pressed: the real command is asked, as the shell's script asks it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bench.cli.completion import SHELLS

ROOT = Path(__file__).resolve().parents[2]


def offered(line: str, tmp_path: Path) -> list[str]:
    """argcomplete's protocol: the line in variables, the words into a file."""
    answer = tmp_path / "answer"
    environment = {
        **os.environ,
        "_ARGCOMPLETE": "1",
        "_ARGCOMPLETE_SHELL": "fish",
        "_ARGCOMPLETE_IFS": "\n",
        "_ARGCOMPLETE_STDOUT_FILENAME": str(answer),
        "COMP_LINE": line,
        "COMP_POINT": str(len(line)),
        "COMP_TYPE": "",
        "PYTHONPATH": str(ROOT),
    }
    subprocess.run([sys.executable, "-m", "bench.cli.main"], env=environment, cwd=tmp_path, check=True)
    return [word.partition("\t")[0] for word in answer.read_text().splitlines()]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("signalbench com", {"compare", "completion"}),
        ("signalbench run bu", {"bulk-saves"}),
        ("signalbench run receivers --fa", {"--fail-on", "--fail-on-unclear"}),
        ("signalbench run --color ne", {"never"}),
        ("signalbench bisect receivers/send_r", {"receivers/send_robust", "receivers/send_robust, caching"}),
        ("signalbench compare 5.", {"5.0", "5.1", "5.2"}),
        ("signalbench compare 4.2 5.2 --fail-on slower:rec", {"slower:receivers"}),
        ("signalbench compare 4.2 5.2 --db p", {"postgres"}),
        ("signalbench report reports/local/m", {"reports/local/mine", "reports/local/mine/"}),
        ("signalbench completion z", {"zsh"}),
    ],
)
def test_words_that_fit_are_offered(line: str, words: set[str], tmp_path: Path) -> None:
    (run := tmp_path / "reports" / "local" / "mine").mkdir(parents=True)
    (run / "manifest.json").touch()
    assert {word.replace("\\", "").strip() for word in offered(line, tmp_path)} == words


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_is_one_that_the_shell_reads(shell: str) -> None:
    printed = subprocess.run(
        [sys.executable, "-m", "bench.cli.main", "completion", shell],
        capture_output=True, text=True, cwd=ROOT, check=True,
    ).stdout  # fmt: skip
    assert "signalbench" in printed
    if shutil.which(shell) is None:
        pytest.skip(f"no {shell} here")
    checked = subprocess.run([shell, "-n"], input=printed, capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stderr) == (0, "")
