"""A study holds what its runs held, and its README says nothing else."""

from __future__ import annotations

import dataclasses
import gzip
import hashlib
from pathlib import Path

import pytest

from bench.errors import UsageError
from bench.model import Verdict
from bench.study import publishing
from bench.study.front_page import front_page
from bench.study.publishing import checksums, folders_named, publish_run
from bench.study.steps import stages
from bench.study.study import read_study
from bench.study.text.markdown import code
from bench.study.text.runs import without_folder
from tests.study import made_up


@pytest.fixture
def study(tmp_path: Path) -> Path:
    publish_run(tmp_path / "study", made_up.run(tmp_path / "first"))
    return tmp_path / "study"


def test_the_report_is_copied_and_the_journal_is_kept_or_told_by_its_checksum(
    study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    measured = study.parent / "first"
    journal = (measured / "journal.ndjson").read_bytes()
    for name in ("results.json", "index.html", "summary.md", "manifest.json"):
        assert (study / "first" / name).read_bytes() == (measured / name).read_bytes()
    assert gzip.decompress((study / "first/journal.ndjson.gz").read_bytes()) == journal
    monkeypatch.setattr(publishing, "LARGEST_JOURNAL", len(journal) - 1)
    publish_run(study, made_up.RunFolder(measured))
    assert not (study / "first/journal.ndjson.gz").exists()
    assert checksums(read_study(study)) == f"{hashlib.sha256(journal).hexdigest()}  first/journal.ndjson\n"


def test_each_django_is_divided_by_the_one_before_it(study: Path) -> None:
    (run,) = read_study(study).runs
    verdicts = {(step.baseline, step.candidate): set[Verdict]() for step in run.addition.steps}
    for step in run.addition.steps:
        verdicts[step.baseline, step.candidate].add(step.verdict)
    assert verdicts == {("4.1", "4.2"): {Verdict.SAME}, ("4.2", "5.0"): {Verdict.SLOWER}}


def test_the_readme_tells_the_step_its_counters_and_a_command_without_a_path(study: Path) -> None:
    text = front_page(read_study(study))
    assert "### 4.2 → 5.0, Python 3.12, SQLite 3.45.1, in memory" in text
    assert "**Not explained**: 12 cells." in text
    assert "signalbench compare 4.1 4.2 5.0 -k question-0\n" in text
    assert "bytecodes" in text


def test_a_django_that_is_no_release_stands_apart_from_the_steps(tmp_path: Path) -> None:
    whole = made_up.plan()
    *releases, newest, twin = whole.environments
    patched = dataclasses.replace(newest, label="patched", source="checkout", commit="0123abc")
    run = made_up.run(
        tmp_path / "remedy", dataclasses.replace(whole, environments=(*releases, patched, twin))
    )
    publish_run(tmp_path / "study", run)
    text = front_page(read_study(tmp_path / "study"))
    assert "→ patched" not in text
    assert "### patched\n\nDjango 5.0.1 from checkout, commit 0123abc." in text
    assert "| against 4.2 | against 4.1 |" in text


def test_a_release_is_not_compared_over_the_head_of_another(study: Path) -> None:
    whole = made_up.plan()
    oldest, _, newest, twin = whole.environments
    publish_run(
        study,
        made_up.run(study.parent / "gap", dataclasses.replace(whole, environments=(oldest, newest, twin))),
    )
    found = stages(read_study(study))
    assert [(stage.before, stage.after) for stage in found] == [("4.1", "4.2"), ("4.2", "5.0")]
    assert [len(stage.steps) for stage in found] == [0, 12]


def test_a_command_that_names_a_place_on_this_machine_is_found() -> None:
    assert folders_named("signalbench compare 4.2 /src/django -o runs/a --output=~/b") == [
        "/src/django",
        "--output=~/b",
    ]


def test_the_folder_of_a_run_is_left_out_however_it_was_typed() -> None:
    typed = "signalbench run -o=/a --out /b -k 'x  y' --output=/c -o/d --output /e -q --outp=/f delete"
    assert without_folder(typed) == "signalbench run -k 'x  y' -q delete"
    assert folders_named("signalbench run -o/d -k/x") == ["-o/d", "-k/x"]


def test_no_command_ends_its_block() -> None:
    told = code("signalbench run -k 'x\n```\n<img src=x onerror=1>\n'")
    first, line, last = told.splitlines()
    assert first == f"{last}console"
    assert last not in line


def test_another_number_in_the_results_makes_another_readme(study: Path) -> None:
    before = front_page(read_study(study))
    assert front_page(read_study(study)) == before
    stored = study / "first/study.json"
    stored.write_text(
        stored.read_text(encoding="utf-8").replace('"value": 1.2', '"value": 1.3'), encoding="utf-8"
    )
    assert front_page(read_study(study)) != before


def test_what_is_no_run_or_has_no_report_is_refused_with_the_way_out(tmp_path: Path) -> None:
    made = made_up.run(tmp_path / "first")
    (made.path / "index.html").unlink()
    with pytest.raises(UsageError, match=r"has no index\.html; build it with: signalbench report"):
        publish_run(tmp_path / "study", made)
    with pytest.raises(UsageError, match="is no study"):
        read_study(tmp_path / "study")
