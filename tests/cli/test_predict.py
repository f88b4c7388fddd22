"""`signalbench predict` from outside, on a published run: what it answers and what it refuses."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from bench.cli import foundation
from bench.cli.main import main

PUBLISHED = Path(__file__).parents[2] / "reports" / "first-look"


@pytest.fixture
def reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Nothing was measured here; the published run is there."""
    shutil.copytree(PUBLISHED, tmp_path / "reports" / "first-look")
    monkeypatch.setattr(foundation, "reports_folder", lambda: tmp_path / "reports" / "local")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "reports"


def typed(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    try:
        code = main(["predict", *arguments])
    except SystemExit as exit_:
        code = int(exit_.code or 0)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_it_answers_with_an_interval_what_it_rests_on_and_what_it_leaves_out(capsys, reports) -> None:
    code, out, _ = typed(capsys, "--receivers", "12", "--rows", "50000", "--django", "5.2")
    assert code == 0
    first, *rest = out.splitlines()
    assert first.startswith("12 receivers on post_save will add about ")
    assert first.endswith("to a save() loop over 50,000 rows in one transaction.")
    assert (
        "Beyond what was measured: 50,000 rows, where 1,000 were the most; 12 receivers on post_save" in out
    )
    assert "no run in reports/local can tell" in out
    assert "what yours do comes on top" in out
    assert rest[-1].startswith("Rests on reports/first-look (its results.json has no date): Django 5.2.19")


def test_what_lies_outside_of_the_measured_is_told_for_each_signal_and_below(capsys, reports) -> None:
    _, out, _ = typed(
        capsys, "--receivers", "5", "--rows", "1", "--signal", "pre_save", "--signal", "post_save"
    )
    assert "Beyond what was measured: 5 receivers on pre_save, where 1 was the most." in out
    assert "Below what was measured: 1 row, where 10 were the fewest." in out
    assert "Assumed, not measured: that rows go on to cost alike" in out


def test_json_holds_the_same_in_ns(capsys, reports) -> None:
    _, out, _ = typed(capsys, "--receivers", "10", "--rows", "1_000", "--from", str(PUBLISHED), "--json")
    found = json.loads(out)
    assert (found["receivers"], found["rows"], found["signals"]) == (10, 1000, ["post_save"])
    assert found["django"] == "6.1.3"
    assert found["added_ns"]["low"] < found["added_ns"]["value"] < found["added_ns"]["high"]
    assert found["added_ns_per_save"]["value"] == pytest.approx(found["added_ns"]["value"] / 1000)
    assert (found["below_rows"], found["beyond_rows"], found["beyond_post_save"]) == (None, None, None)
    assert found["assumed"] == []


def test_a_local_run_comes_before_the_published_one(capsys, reports: Path) -> None:
    shutil.copytree(PUBLISHED, reports / "local" / "mine")
    (reports / "local" / "broken").mkdir()
    (reports / "local" / "broken" / "results.json").write_text("{")
    _, out, _ = typed(capsys, "--receivers", "1", "--rows", "10")
    assert "Rests on reports/local/mine" in out
    assert "no run in reports/local" not in out


def test_receivers_on_both_signals_add_more(capsys, reports) -> None:
    def added(*signals: str) -> float:
        options = [part for name in signals for part in ("--signal", name)]
        _, out, _ = typed(capsys, "--receivers", "5", "--rows", "100", "--json", *options)
        return float(json.loads(out)["added_ns"]["value"])

    assert added("pre_save", "post_save") > added("post_save")


def test_no_receivers_add_nothing(capsys, reports) -> None:
    _, out, _ = typed(capsys, "--receivers", "0", "--rows", "10")
    assert (
        out == "0 receivers on post_save will add nothing to a save() loop over 10 rows in one transaction.\n"
    )


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--django", "3.2"], 2, "can say nothing about Django 3.2; it can about 4.2.30 on Python 3.12.1"),
        (["--python", "3.9"], 2, "can say nothing about Python 3.9"),
        (["--database", "postgres"], 2, "can say nothing about a database called 'postgres'"),
        (["--from", "no/such/run"], 2, "no/such/run is no run: there is no such folder"),
        (["--from", "unfinished"], 2, "build it with: signalbench report unfinished"),
        (["--from", "corrupt"], 3, "results.json is corrupt"),
        (["--rows", "-3"], 2, "'-3' is no count; write a whole number"),
        (["--receivers", "many"], 2, "'many' is no count"),
        (["--signal", "post_delete"], 2, "--signal takes no 'post_delete'"),
    ],
)
def test_what_cannot_be_answered_is_one_line(
    capsys, reports: Path, arguments: list[str], code: int, said: str
) -> None:
    for name, file in (("unfinished", "manifest.json"), ("corrupt", "results.json")):
        (reports.parent / name).mkdir()
        (reports.parent / name / file).write_text("{}")
    got, out, err = typed(capsys, "--receivers", "1", "--rows", "10", *arguments)
    assert (got, out, err.count("\n")) == (code, "", 1), err
    assert err.startswith("error: ")
    assert said in err


def test_without_any_run_it_says_how_to_make_one(capsys, reports: Path) -> None:
    shutil.rmtree(reports / "first-look")
    code, _, err = typed(capsys, "--receivers", "1", "--rows", "10", "--django", "5.2")
    assert code == 2
    assert "Measure it: signalbench run bulk-saves --django 5.2" in err


def test_help_fits_eighty_columns_and_has_three_examples(capsys, monkeypatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    _, out, _ = typed(capsys, "--help")
    assert max(map(len, out.splitlines())) <= 80
    assert len(out.partition("examples:\n")[2].strip().splitlines()) == 3
