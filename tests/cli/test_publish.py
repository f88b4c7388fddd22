"""`signalbench publish` and `recheck` from outside."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

from bench.cli.main import main
from bench.results.results_json import results_to_text
from tests.study import made_up
from tests.synthetic import results

COMMENTS = "# Mine\n\n<!-- findings -->\n<!-- end of findings -->\n"


def test_a_run_becomes_a_study_and_its_findings_go_between_the_comments(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = made_up.run(tmp_path / "first").path
    readme = tmp_path / "README.md"
    readme.write_text(COMMENTS, encoding="utf-8")
    study = tmp_path / "reports/mine"
    assert main(["publish", str(study), str(run), "--readme", str(readme), "-q"]) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("1 run, 0 findings: ")
    assert "[The study](reports/mine/README.md)" in readme.read_text(encoding="utf-8")
    again = (study / "README.md").read_text(encoding="utf-8")
    assert main(["publish", str(study), "-q"]) == 0
    assert (study / "README.md").read_text(encoding="utf-8") == again


def test_a_readme_without_the_comments_is_refused_before_anything_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = made_up.run(tmp_path / "first").path
    (tmp_path / "README.md").write_text("# Mine\n", encoding="utf-8")
    study = tmp_path / "mine"
    assert main(["publish", str(study), str(run), "--readme", str(tmp_path / "README.md")]) == 2
    assert "there is no <!-- findings -->" in capsys.readouterr().err
    assert not study.exists()


def test_a_repetition_is_told_and_one_that_is_none_is_refused_before_the_study_is_written_to(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = made_up.run(tmp_path / "first").path
    study = tmp_path / "mine"
    assert main(["publish", str(study), str(run), "--repeated", str(run), "-q"]) == 2
    assert "first/results.json is published itself" in capsys.readouterr().err
    assert not study.exists()
    again = tmp_path / "again"
    again.mkdir()
    text = (run / "results.json").read_text(encoding="utf-8")
    created = made_up.plan().created
    (again / "results.json").write_text(text.replace(created, "2026-11-28T08:00:00Z"), encoding="utf-8")
    assert main(["publish", str(study), "--repeated", str(again), str(run), "-q"]) == 0
    assert re.search(
        r"^again: \d+ comparisons in common: \d+ confirmed, 0 contra", capsys.readouterr().out, re.M
    )
    assert (study / "repeated/again.json").exists()


def test_the_run_that_a_new_one_replaces_can_be_kept_as_its_repetition(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    study = tmp_path / "mine"
    assert main(["publish", str(study), str(made_up.run(tmp_path / "old/first").path), "-q"]) == 0
    created = "2026-11-28T08:00:00Z"
    new = made_up.run(tmp_path / "new/first", dataclasses.replace(made_up.plan(), created=created)).path
    capsys.readouterr()
    assert main(["publish", str(study), str(new), "--repeated", str(study / "first"), "-q"]) == 0
    assert created in (study / "first/results.json").read_text(encoding="utf-8")
    assert created not in (study / "repeated/first.json").read_text(encoding="utf-8")


def test_what_would_be_lost_or_is_no_study_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, other = (str(made_up.run(tmp_path / name / "run").path) for name in ("one", "other"))
    study = tmp_path / "mine"
    assert main(["publish", str(study), one, other, "-q"]) == 2
    assert "two of the runs are called 'run'" in capsys.readouterr().err
    assert main(["publish", str(study), "--repeated", one, "-q"]) == 2
    assert "mine has no run yet" in capsys.readouterr().err
    assert not study.exists()


def test_recheck_ends_with_1_for_a_contradiction_and_with_3_where_nothing_is_in_common(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = results_to_text(results())
    again = text.replace(results().plan.created, "2026-11-22T08:00:00Z")
    for name, content in (
        ("first", text),
        ("again", again),
        ("other", again.replace('"slower"', '"faster"')),
        ("unsure", re.sub('"(slower|faster|same)"', '"unclear"', again)),
        ("elsewhere", again.replace("3.12.1", "3.13.0")),
    ):
        (tmp_path / name).mkdir()
        (tmp_path / name / "results.json").write_text(content, encoding="utf-8")
    first, same, other, unsure, elsewhere = (
        str(tmp_path / name) for name in ("first", "again", "other", "unsure", "elsewhere")
    )
    assert main(["recheck", first, same]) == 0
    assert " 0 contradicted" in capsys.readouterr().out
    assert main(["recheck", first, first]) == 2
    assert "measure it once more" in capsys.readouterr().err
    assert main(["recheck", first, unsure]) == 3
    assert "0 confirmed, 0 contradicted" in capsys.readouterr().err
    assert main(["recheck", first, other]) == 1
    assert "published was slower" in capsys.readouterr().out
    assert main(["recheck", first, elsewhere]) == 3
    assert "have no comparison in common" in capsys.readouterr().err
