"""signalbench bisect from outside."""

from __future__ import annotations

import pytest
from packaging.version import Version

from bench.cli import bisect
from bench.cli.laboratory import Laboratory
from bench.cli.main import main
from bench.lockstep.history import Candidate, Releases
from bench.model import Counters


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """(exit code, standard output, standard error)."""
    try:
        code = main(["bisect", *arguments])
    except SystemExit as exit_:
        code = int(exit_.code or 0)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


ENDS = ("--good", "4.2", "--bad", "5.2")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["receivers", "--good", "4.2"], "the following arguments are required: --bad"),
        (["recievers/send", *ENDS], "no question 'recievers'. Did you mean 'receivers'?"),
        (["receivers/sned", *ENDS], "receivers has no variant 'sned'. Did you mean 'send'?"),
        (["receivers", "-k", "receivers=3", *ENDS], "-k 'receivers=3' matches no case"),
        (["receivers", "--good", "installed", "--bad", "5.2"], "--good installed is no release; name one"),
        (["receivers", "--good", "4.2", "--bad", "./django"], "--bad ./django is no release; name one"),
        (["receivers", "--checkout", "no/such", *ENDS], "no/such is no git checkout"),
    ],
)  # fmt: skip
def test_wrong_use_is_one_line_and_exit_2(capsys, arguments: list[str], said: str):
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (2, "")
    assert err.startswith(f"error: {said}")
    assert err.count("\n") == 1


def test_help_fits_eighty_columns_and_has_three_examples(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    _, out, _ = run(capsys, "--help")
    assert max(map(len, out.splitlines())) <= 80
    examples = out.partition("examples:\n")[2].strip().splitlines()
    assert [line.split()[:2] for line in examples] == [["signalbench", "bisect"]] * 3


@pytest.mark.parametrize(
    ("at", "known", "ends"),
    [
        ("5.2", "so far: changed after Django 5.1 and no later than 6.1", "--good 5.1.0 --bad 6.1.0"),
        ("6.1", "no step was finished", "--good 4.2.30 --bad 6.1.0"),
    ],
)
def test_an_interrupted_search_says_what_it_knows_and_how_to_go_on(capsys, monkeypatch, at, known, ends):
    def count(self: Laboratory, candidate: Candidate) -> Counters:
        if candidate.name == at:
            raise KeyboardInterrupt
        return self.counted.setdefault(candidate, Counters(bytecodes=2 if candidate.name == "6.1" else 1))

    releases = Releases(Version("4.2.30"), Version("6.1"))
    monkeypatch.setattr(bisect, "_history", lambda arguments, announce: releases)
    monkeypatch.setattr(Laboratory, "count", count)
    code, out, err = run(capsys, "receivers/send", "-k", "receivers=1", "--budget", "30s", *ENDS)
    assert (code, out) == (130, "")
    told, command = err.splitlines()[-2:]
    assert told == f"Interrupted; {known}. Go on with:"
    assert command.endswith(f"bisect receivers/send -k receivers=1 {ends} --budget 30s")
