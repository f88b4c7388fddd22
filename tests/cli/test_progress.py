"""What a run says while it measures, on a terminal and elsewhere."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from bench.cli import progress
from bench.cli.progress import LineWatcher, TerminalWatcher, Watcher, watcher
from tests.synthetic import plan


@pytest.fixture
def terminal() -> io.StringIO:
    return io.StringIO()


@pytest.fixture
def on_terminal(terminal: io.StringIO) -> Iterator[TerminalWatcher]:
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[left]}"))
    console = Console(file=terminal, force_terminal=True, width=120)
    with Progress(*columns, console=console, auto_refresh=False) as bar:
        yield TerminalWatcher(plan(), set(), bar)


def run(watching: Watcher) -> None:
    watching.counting(28)
    watching.preparing(0)
    watching.measuring(0, 8)
    watching.round_done("receivers", 60.0)
    watching.judged(21, 35)
    watching.preparing(1)
    watching.measuring(1, 8)
    watching.round_done("bulk-saves", 120.0)


def test_without_a_terminal_a_line_now_and_then_tells_what_is_decided_and_left(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(progress, "PLAIN_LINE_EVERY_S", 0)
    run(LineWatcher(plan(), set()))
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines() == [
        "checking and counting 28 cases",
        "fork 1, receivers; about 2 min left",
        "fork 2, bulk-saves; 21 of 56 comparisons decided; about 1 min left",
    ]


def test_lines_do_not_come_for_every_round(capsys: pytest.CaptureFixture[str]):
    run(LineWatcher(plan(), set()))
    assert capsys.readouterr().err.splitlines() == ["checking and counting 28 cases"]


def test_a_terminal_shows_the_same(on_terminal: TerminalWatcher, terminal: io.StringIO):
    run(on_terminal)
    shown = terminal.getvalue()
    for text in (
        "checking and counting 28 cases",
        "fork 1: receivers",
        "fork 2: starting workers; 21 of 56 comparisons decided",
        "fork 2: bulk-saves; 21 of 56 comparisons decided",
        "about 1 min left",
    ):
        assert text in shown


def test_a_name_is_no_markup(on_terminal: TerminalWatcher, terminal: io.StringIO):
    on_terminal.failed("receivers, [red]send[/red]", "no")
    assert "no data for receivers, [red]send[/red]: no" in terminal.getvalue()


def test_a_quiet_run_says_only_what_goes_wrong(capsys: pytest.CaptureFixture[str]):
    with watcher(plan(), quiet=True) as quiet:
        run(quiet)
        quiet.failed("receivers, send", "the worker hung")
    assert capsys.readouterr() == ("", "no data for receivers, send: the worker hung\n")
