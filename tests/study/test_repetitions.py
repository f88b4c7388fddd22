"""What was measured again stands in the study, with what it confirms and what it contradicts."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from bench.errors import UsageError
from bench.results.results_json import results_to_text
from bench.study.front_page import front_page
from bench.study.publishing import publish_run
from bench.study.repetitions import keep_repetition, read_repetition, refuse_useless
from bench.study.study import RESULTS, Study, read_study
from bench.verdicts import DECIDED
from tests import synthetic
from tests.study import made_up


@pytest.fixture
def study(tmp_path: Path) -> Study:
    publish_run(tmp_path / "study", made_up.run(tmp_path / "first"))
    return read_study(tmp_path / "study")


def again(
    study: Study,
    old: str = "",
    new: str = "",
    *,
    created: str = "2026-11-28T08:00:00Z",
    folder: str = "again",
) -> Path:
    """The first run's results, measured at another time, and with something else in them."""
    text = (study.folder / "first" / RESULTS).read_text(encoding="utf-8")
    content = json.loads(text.replace(old, new) if old else text)
    path = study.folder.parent / folder / RESULTS
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps({**content, "created": created}), encoding="utf-8")
    return path


def of_another_python(study: Study) -> Path:
    """Of other Pythons: it has no comparison in common."""
    return again(study, made_up.plan().environments[0].python, "3.99.0")


def publish(study: Study, results: Path) -> Path:
    return keep_repetition(study.folder, read_repetition(results, "again"))


def decided(study: Study) -> int:
    return sum(each.verdict in DECIDED for each in study.runs[0].results.comparisons)


def page(study: Study) -> str:
    return front_page(read_study(study.folder))


def numbers(study: Study) -> list[int]:
    """In common, confirmed, contradicted, cannot be told."""
    (row,) = [line for line in page(study).splitlines() if line.startswith("| [again](repeated/again.json)")]
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
    assert (confirmed, contradicted) == (decided(study), 0)
    assert common == confirmed + untold > 0


def test_a_comparison_that_two_runs_have_counts_once(study: Study, tmp_path: Path) -> None:
    publish(study, again(study))
    once = numbers(study)
    said = re.search(r"The runs decide .*", page(study), re.MULTILINE)
    publish_run(study.folder, made_up.run(tmp_path / "second"))
    assert numbers(study) == once
    assert said is not None
    assert said[0] in page(study)


def test_it_is_said_how_much_was_measured_again_and_of_which_run_nothing(study: Study) -> None:
    publish(study, again(study))
    number = decided(study)
    assert f"Of these, {number} were measured again: {number} are confirmed, 0 contradicted, 0 left" in page(
        study
    )
    assert "Nothing of" not in page(study)
    (study.folder / "repeated/again.json").unlink()
    publish(study, of_another_python(study))
    assert f"decide {number} comparisons, one that" in page(study)
    assert "Of these, 0 were measured again: 0 are confirmed, 0 contradicted, 0 left" in page(study)
    assert "Nothing of first was measured again." in page(study)


def test_what_contradicts_is_counted_and_named(study: Study) -> None:
    slower = sum(each.verdict.value == "slower" for each in study.runs[0].results.comparisons)
    publish(study, again(study, '"verdict": "slower"', '"verdict": "faster"'))
    assert numbers(study)[2] == slower > 0
    assert front_page(read_study(study.folder)).count("published was slower") == slower


def test_a_run_cannot_repeat_itself_nor_what_it_does_not_have_nor_come_twice(
    study: Study, tmp_path: Path
) -> None:
    published = [run.results for run in study.runs]
    with pytest.raises(UsageError, match="cannot repeat itself"):
        refuse_useless([read_repetition(study.folder / "first" / RESULTS, "again")], [], published)
    other = tmp_path / "other" / RESULTS
    other.parent.mkdir()
    other.write_text(results_to_text(synthetic.results()), encoding="utf-8")
    with pytest.raises(UsageError, match="no comparison in common"):
        refuse_useless([read_repetition(other, "other")], [], published)
    useful = again(study)
    refuse_useless([read_repetition(useful, "again")], [], published)
    namesake = again(study, created="2026-11-28T09:00:00Z", folder="namesake")
    with pytest.raises(UsageError, match="would both be kept as 'again'"):
        refuse_useless([read_repetition(each, "again") for each in (useful, namesake)], [], published)
    with pytest.raises(UsageError, match="are one run"):
        refuse_useless([read_repetition(useful, "again")], [read_repetition(useful, "before")], published)


def test_what_is_kept_already_may_say_nothing_but_must_not_be_a_run(study: Study) -> None:
    published = [run.results for run in study.runs]
    refuse_useless([], [read_repetition(of_another_python(study), "again")], published)
    with pytest.raises(UsageError, match="delete that first"):
        refuse_useless([], [read_repetition(study.folder / "first" / RESULTS, "again")], published)
