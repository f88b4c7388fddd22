"""What a run says while it measures, on a terminal and elsewhere."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from rich.console import Console

from bench.cli import progress
from bench.cli.progress import LineWatcher, TerminalWatcher, Watcher, bar_on, watcher
from bench.model import Judgement
from tests.synthetic import RECEIVERS, plan


@pytest.fixture
def terminal() -> io.StringIO:
    return io.StringIO()


@pytest.fixture
def on_terminal(terminal: io.StringIO) -> Iterator[TerminalWatcher]:
    with bar_on(Console(file=terminal, force_terminal=True, width=120)) as bar:
        yield TerminalWatcher(plan(), set(), bar)


RECEIVERS_POINTS = tuple({(case.question, case.axis) for case in RECEIVERS.cases})


def run(watching: Watcher) -> None:
    watching.counting(28, 2)
    watching.counted()
    watching.counted()
    watching.preparing(0)
    watching.measuring(0, 8)
    watching.round_done("receivers", 60.0)
    watching.judged(Judgement(settled=RECEIVERS_POINTS, spreads={}, decided=21, undecided=35))
    watching.preparing(1)
    watching.measuring(1, 8)
    watching.round_done("bulk-saves", 120.0)
    watching.ended()


def test_without_a_terminal_a_line_now_and_then_tells_what_is_decided_and_left(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(progress, "PLAIN_LINE_EVERY_S", 0)
    monkeypatch.setattr(progress, "COUNTING_LINE_EVERY_S", 0)
    run(LineWatcher(plan(), set()))
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines() == [
        "checking and counting 28 cases",
        "checking and counting 28 cases: 50%",
        "checking and counting 28 cases: 100%",
        "fork 1; about 2 min left",
        "receivers: settled after 1 fork; 1 of 2 questions; 21 of 56 comparisons decided; about 2 min left",
        "fork 2; 21 of 56 comparisons decided; about 1 min left",
        "bulk-saves: measured in up to 2 forks, not all of it settled",
    ]


def test_there_is_a_line_for_each_finished_question_and_none_for_every_round(
    capsys: pytest.CaptureFixture[str],
):
    run(LineWatcher(plan(), set()))
    lines = capsys.readouterr().err.splitlines()
    assert [line.partition(":")[0] for line in lines[1:]] == ["receivers", "bulk-saves"]


def test_a_run_that_had_nothing_left_to_measure_says_nothing_of_forks(capsys: pytest.CaptureFixture[str]):
    LineWatcher(plan(), set()).ended()
    assert capsys.readouterr().err == ""


def test_past_its_budget_a_run_says_what_it_goes_on_for(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(progress, "PLAIN_LINE_EVERY_S", 0)
    LineWatcher(plan(), set()).round_done("receivers", 500.0)
    assert capsys.readouterr().err == "fork 0; until everything is timed twice\n"


@pytest.mark.parametrize(("variable", "value"), [("CI", "true"), ("TERM", "dumb")])
def test_nothing_is_redrawn_where_it_would_only_fill_a_log(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str
):
    for name in ("CI", "TERM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.stderr", terminal := io.StringIO())
    monkeypatch.setattr(terminal, "isatty", lambda: True, raising=False)
    with watcher(plan(), quiet=False) as on_terminal:
        assert isinstance(on_terminal, TerminalWatcher)
    monkeypatch.setenv(variable, value)
    with watcher(plan(), quiet=False) as in_a_log:
        assert isinstance(in_a_log, LineWatcher)


def test_what_a_name_holds_cannot_act_on_the_terminal(capsys: pytest.CaptureFixture[str]):
    LineWatcher(plan(), set()).failed("receivers, \x1b[2J", "line\nafter line\x9b31m")
    assert capsys.readouterr().err == "no data for receivers, \\x1b[2J: line after line\\x9b31m\n"


def test_a_terminal_shows_the_same(on_terminal: TerminalWatcher, terminal: io.StringIO):
    run(on_terminal)
    shown = terminal.getvalue()
    for text in (
        "checking and counting 28 cases: 50%",
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
