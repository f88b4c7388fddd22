"""How a command with results ends: what goes where, and the exit code."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from bench.cli.conclusion import Conclusion
from bench.cli.gate import Gate
from bench.cli.options import Condition, condition
from bench.cli.outputs import STDOUT, Outputs
from bench.cli.settings import Settings
from bench.errors import SignalbenchError, UsageError
from bench.model import CellState, Estimate, Results, Verdict
from tests import synthetic

HEALTHY = dataclasses.replace(
    synthetic.results(),
    cells=tuple(c for c in synthetic.results().cells if c.state is not CellState.FAILED),
)
SLOWER = Condition()
HOLDS_EVERY_LIMIT = Estimate(value=1.0, low=0.1, high=10.0, confidence=0.95)


def ending(
    results: Results = HEALTHY,
    *conditions: Condition,
    unclear: bool = False,
    quiet: bool = False,
    settings: Settings | None = None,
    failed: bool = False,
    **outputs: object,
) -> int:
    gate = Gate(conditions=conditions, unclear_fails=unclear, settings=settings or Settings())
    conclusion = Conclusion(outputs=Outputs(**outputs), gate=gate, quiet=quiet)
    return conclusion.draw(results, Path("run"), failed=failed)


def only(*verdicts: Verdict) -> Results:
    kept = tuple(c for c in HEALTHY.comparisons if c.verdict in verdicts)
    return dataclasses.replace(HEALTHY, comparisons=kept)


def test_slower_is_fine_until_somebody_asks() -> None:
    assert ending() == 0


def test_a_confirmed_regression_is_1_and_is_named(capsys) -> None:
    assert ending(HEALTHY, SLOWER) == 1
    out = capsys.readouterr().out
    assert "--fail-on: 38 comparisons are slower than allowed:" in out
    assert "allowed: 5%" in out
    assert "  and 28 more" in out


@pytest.mark.parametrize(
    ("conditions", "code"),
    [
        ([Condition(share=0.5)], 0),
        ([Condition(question="receivers", share=0.5)], 0),
        ([Condition(question="receivers", share=0.5), Condition(question="bulk-saves")], 1),
        ([Condition(share=0.5), Condition(question="receivers")], 1),
    ],
)
def test_each_question_may_have_its_own_share(conditions: list[Condition], code: int) -> None:
    assert ending(HEALTHY, *conditions) == code


@pytest.mark.parametrize(
    ("settings", "conditions", "code"),
    [
        (Settings(threshold=0.5), [SLOWER], 0),
        (Settings(thresholds={"receivers": 0.5, "bulk-saves": 0.5}), [SLOWER], 0),
        (Settings(thresholds={"receivers": 0.5}), [SLOWER], 1),
        (Settings(threshold=0.5), [Condition(share=0.05)], 1),
        (Settings(thresholds={"receivers": 0.5}), [Condition(question="receivers")], 0),
        (Settings(thresholds={"receivers": 0.5}), [Condition(question="receivers", share=0.05)], 1),
        (Settings(threshold=0.01), [], 0),
    ],
)
def test_the_project_s_thresholds_hold_where_the_command_line_names_none(
    settings: Settings, conditions: list[Condition], code: int
) -> None:
    assert ending(HEALTHY, *conditions, settings=settings) == code


@pytest.mark.parametrize(
    ("conditions", "limits"),
    [
        (["slower=2%"], {0.02}),
        (["slower", "slower=2%"], {0.02}),
        (["slower=2%", "slower:receivers"], {0.02}),
        (["slower=2%", "slower:receivers=30%"], {0.02, 0.3}),
        (["slower:receivers=2%", "slower:receivers=30%"], {0.02}),
        (["slower", "slower:receivers=30%"], {0.05, 0.3}),
        (["slower", "slower=90%"], {0.05, 0.5}),
    ],
)
def test_the_command_line_prevails_and_of_several_the_strictest_holds(
    conditions: list[str], limits: set[float]
) -> None:
    """Where the project allows receivers 50%: which limits the comparisons are held against."""
    settings = Settings(thresholds={"receivers": 0.5})
    asked = [condition(text) for text in conditions]
    undecided = [dataclasses.replace(c, ratio=HOLDS_EVERY_LIMIT) for c in HEALTHY.comparisons]
    results = dataclasses.replace(HEALTHY, comparisons=tuple(undecided))
    found = Gate(conditions=asked, unclear_fails=False, settings=settings).hold(results)
    assert found is not None
    assert {held.limit for held in found.found.undecided} == limits


def test_a_failure_is_3_unless_a_regression_is_confirmed() -> None:
    assert ending(synthetic.results()) == 3
    assert ending(failed=True) == 3
    assert ending(only(Verdict.UNCLEAR), SLOWER, unclear=True, failed=True) == 3
    assert ending(synthetic.results(), SLOWER) == 1


def test_undecided_is_4_only_where_that_was_asked_for(capsys) -> None:
    assert ending(only(Verdict.UNCLEAR), SLOWER) == 0
    assert (
        "may or may not be slower than allowed; --fail-on-unclear fails on that." in capsys.readouterr().out
    )
    assert ending(only(Verdict.UNCLEAR), SLOWER, unclear=True) == 4
    assert ending(only(Verdict.UNCLEAR), unclear=True) == 4
    assert ending(unclear=True) == 4  # what is slower is decided, the rest is not
    assert ending(only(Verdict.SLOWER), unclear=True) == 0


def test_a_question_that_is_not_measured_cannot_be_asked_about() -> None:
    gate = Gate(conditions=[Condition(question="senders")], unclear_fails=False, settings=Settings())
    with pytest.raises(UsageError, match="senders asks about a question that is not measured here"):
        gate.check(HEALTHY.plan.questions)


@pytest.mark.parametrize("form", ["json", "markdown", "csv"])
def test_on_standard_output_there_is_nothing_else(capsys, form: str) -> None:
    ending(HEALTHY, SLOWER, **{form: STDOUT})
    out, err = capsys.readouterr()
    assert out.startswith({"json": "{", "markdown": "## ", "csv": "question,"}[form])
    assert "Report: run/index.html" in err
    assert "Report:" not in out
    if form == "json":
        assert json.loads(out)["schema"] == 1


def test_quiet_with_results_on_standard_output_says_only_what_failed(capsys) -> None:
    assert ending(json=STDOUT, quiet=True) == 0
    assert capsys.readouterr().err == ""
    assert ending(HEALTHY, SLOWER, json=STDOUT, quiet=True) == 1
    assert capsys.readouterr().err.startswith("--fail-on: 38 comparisons")


def test_files_are_written_and_named(capsys, tmp_path: Path) -> None:
    files = {"json": "a.json", "markdown": "b.md", "csv": "deep/c.csv"}
    ending(**{form: str(tmp_path / name) for form, name in files.items()}, pytest_benchmark=tmp_path / "pb")
    told = capsys.readouterr().out
    for name in (*files.values(), "pb/4.2.json"):
        assert (tmp_path / name).stat().st_size > 100
        assert str(tmp_path / name) in told


def test_a_file_that_cannot_be_written_is_told_after_the_findings(capsys, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(SignalbenchError, match="cannot write"):
        ending(json=str(tmp_path / "file" / "x.json"))
    assert "Report: run/index.html" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("outputs", "said"),
    [
        (Outputs(json=STDOUT, csv=STDOUT), "--json and --csv cannot share standard output"),
        (Outputs(markdown="."), "--markdown . is a folder; name a file"),
        (Outputs(pytest_benchmark=Path(__file__)), "is a file; name a folder"),
    ],
)
def test_what_could_not_be_written_is_refused_before_anything_is_measured(
    outputs: Outputs, said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        outputs.check()


def test_a_folder_that_is_not_there_is_refused_and_not_made(tmp_path: Path):
    with pytest.raises(UsageError, match="there is no folder"):
        Outputs(json=str(tmp_path / "nowhere" / "x.json")).check()
    assert not (tmp_path / "nowhere").exists()
