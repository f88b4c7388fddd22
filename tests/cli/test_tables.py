"""A table whose reader has seen enough."""

from __future__ import annotations

import io

import pytest
from rich.box import SIMPLE_HEAD
from rich.table import Table

from bench.cli.tables import Tables


class Closed(io.StringIO):
    def write(self, text: str) -> int:
        raise BrokenPipeError


def test_a_closed_pipe_is_no_exit_code_of_its_own():
    with pytest.raises(BrokenPipeError):
        Tables(Closed()).print("a table")


def printed(monkeypatch: pytest.MonkeyPatch, width: int) -> list[str]:
    monkeypatch.setattr("bench.cli.tables.columns", lambda stream: width)
    table = Table("Question", "Verdict", "Work", box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_row("bulk-saves-in-the-loop", "1.22× slower (1.15–1.30)", "bytecodes 11,137 → 11,156")
    Tables(out := io.StringIO()).print_table(table)
    return out.getvalue().splitlines()


@pytest.mark.parametrize("width", [100, 60, 50, 40, 30])
def test_no_word_and_no_figure_is_broken_at_any_width(monkeypatch: pytest.MonkeyPatch, width: int):
    lines = printed(monkeypatch, width)
    assert max(map(len, lines)) <= width
    words = " ".join(lines).split()
    for whole in ("bulk-saves-in-the-loop", "1.22×", "(1.15–1.30)", "11,137", "11,156"):
        assert whole in words


def test_what_does_not_fit_beside_each_other_stands_one_below_the_other(monkeypatch: pytest.MonkeyPatch):
    assert printed(monkeypatch, 40) == [
        "bulk-saves-in-the-loop",
        "  Verdict: 1.22× slower (1.15–1.30)",
        "  Work: bytecodes 11,137 → 11,156",
        "",
    ]


@pytest.mark.parametrize(("variable", "styled"), [("NO_COLOR", False), ("FORCE_COLOR", True)])
def test_with_no_color_nothing_is_even_bold(monkeypatch: pytest.MonkeyPatch, variable: str, styled: bool):
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(variable, "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    out = io.StringIO()
    monkeypatch.setattr(out, "isatty", lambda: True, raising=False)
    Tables(out).print("plain and [bold]bold[/bold]")
    assert ("\x1b[" in out.getvalue()) is styled
