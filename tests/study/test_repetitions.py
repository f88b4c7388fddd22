"""What was measured again stands in the study, with what it confirms and what it contradicts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.errors import UsageError
from bench.results.results_json import results_to_text
from bench.study.front_page import front_page
from bench.study.publishing import publish_run
from bench.study.repetitions import publish_repetition
from bench.study.study import RESULTS, Study, read_study
from tests import synthetic
from tests.study import made_up


@pytest.fixture
def study(tmp_path: Path) -> Study:
    publish_run(tmp_path / "study", made_up.run(tmp_path / "first"))
    return read_study(tmp_path / "study")


def again(study: Study, old: str = "", new: str = "") -> Path:
    """The first run's results, measured at another time, and with something else in them."""
    text = (study.folder / "first" / RESULTS).read_text(encoding="utf-8")
    content = json.loads(text.replace(old, new) if old else text)
    path = study.folder.parent / "again" / RESULTS
    path.parent.mkdir()
    path.write_text(json.dumps({**content, "created": "2026-11-28T08:00:00Z"}), encoding="utf-8")
    return path


def publish(study: Study, results: Path) -> Path:
    return publish_repetition(study.folder, results, "again", [run.results for run in study.runs])


def numbers(study: Study) -> list[int]:
    """In common, confirmed, contradicted, cannot be told."""
    page = front_page(read_study(study.folder))
    (row,) = [line for line in page.splitlines() if line.startswith("| [again](repeated/again.json)")]
    return [int(cell) for cell in row.replace(",", "").strip("| ").split(" | ")[2:]]


def test_it_keeps_the_verdicts_without_the_cells(study: Study) -> None:
    results = again(study)
    kept = json.loads(publish(study, results).read_text(encoding="utf-8"))
    measured = json.loads(results.read_text(encoding="utf-8"))
    assert kept["comparisons"] == measured["comparisons"]
    assert (kept["cells"], kept["scaling"]) == ([], [])
    assert measured["cells"]


def test_what_agrees_is_confirmed(study: Study) -> None:
    assert "## Measured again" not in front_page(study)
    publish(study, again(study))
    common, confirmed, contradicted, untold = numbers(study)
    decided = sum(
        each.verdict.value in ("slower", "faster", "same") for each in study.runs[0].results.comparisons
    )
    assert (confirmed, contradicted) == (decided, 0)
    assert common == confirmed + untold > 0


def test_what_contradicts_is_counted_and_named(study: Study) -> None:
    slower = sum(each.verdict.value == "slower" for each in study.runs[0].results.comparisons)
    publish(study, again(study, '"verdict": "slower"', '"verdict": "faster"'))
    assert numbers(study)[2] == slower > 0
    assert front_page(read_study(study.folder)).count("published was slower") == slower


def test_a_run_cannot_repeat_itself_nor_what_it_does_not_have(study: Study, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot repeat itself"):
        publish(study, study.folder / "first" / RESULTS)
    other = tmp_path / "other" / RESULTS
    other.parent.mkdir()
    other.write_text(results_to_text(synthetic.results()), encoding="utf-8")
    with pytest.raises(UsageError, match="no comparison in common"):
        publish(study, other)
