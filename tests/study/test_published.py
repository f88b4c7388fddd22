"""What is in the repository is what its files say: a number that was edited by hand fails here."""

from __future__ import annotations

import itertools
import re
import runpy
from pathlib import Path, PurePosixPath

import pytest

from bench.results.stored_results import read_results
from bench.study.choosing import found
from bench.study.front_page import front_page
from bench.study.marked_block import block, with_block
from bench.study.publishing import checksums
from bench.study.repeating import contradiction, pairs, pairs_with
from bench.study.study import ADDITION, read_study
from bench.study.text.findings import findings_block
from bench.study.text.markdown import anchor

ROOT = Path(__file__).resolve().parents[2]
STUDIES = sorted(
    {path.parents[1] for path in ROOT.glob(f"reports/*/*/{ADDITION}") if "local" not in path.parts}
)


@pytest.mark.parametrize("folder", STUDIES, ids=lambda folder: folder.name)
def test_a_study_s_readme_is_what_its_files_make(folder: Path) -> None:
    study = read_study(folder)
    text = (folder / "README.md").read_text(encoding="utf-8")
    assert front_page(study) == text
    assert checksums(study) == (folder / "JOURNALS").read_text(encoding="utf-8")
    headings = {anchor(heading) for heading in re.findall(r"^#+ (.*)$", text, re.MULTILINE)}
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if target.startswith("#"):
            assert target[1:] in headings
        elif "://" not in target:
            assert (folder / target.partition("#")[0]).exists(), target


@pytest.mark.parametrize("folder", STUDIES, ids=lambda folder: folder.name)
def test_no_two_runs_of_a_study_contradict_each_other(folder: Path) -> None:
    runs = read_study(folder).runs
    common = [pairs(one.results, other.results) for one, other in itertools.combinations(runs, 2)]
    assert any(pair.confirms for found in common for pair in found)
    assert [contradiction(pair) for found in common for pair in found if pair.contradicts] == []


@pytest.mark.parametrize("folder", STUDIES, ids=lambda folder: folder.name)
def test_what_was_measured_again_contradicts_nothing(folder: Path) -> None:
    study = read_study(folder)
    published = [run.results for run in study.runs]
    again = [pair for each in study.repetitions for pair in pairs_with(published, each.results)]
    assert any(pair.confirms for pair in again) or not study.repetitions
    assert [contradiction(pair) for pair in again if pair.contradicts] == []


def test_the_remedy_s_figures_are_those_of_its_run() -> None:
    folder = ROOT / "reports/dispatcher-remedy"
    program = runpy.run_path(str(folder / "programs/figures.py"))
    results = read_results(folder / program["RUN"] / "results.json")
    written = block((folder / "README.md").read_text(encoding="utf-8"), "figures")
    assert program["table"](results) == written


def test_the_findings_in_the_readme_are_those_of_the_study_that_it_names() -> None:
    written = block((ROOT / "README.md").read_text(encoding="utf-8"), "findings")
    named = re.search(r"\((reports/[^/]+)/README\.md\)", written)
    assert (named is not None) == bool(STUDIES)
    if named is not None:
        study = read_study(ROOT / named[1])
        assert findings_block(study, found(study), PurePosixPath(named[1])) == written


def test_only_what_stands_between_the_comments_is_written() -> None:
    text = "before\n<!-- findings -->\nold\n<!-- end of findings -->\nafter\n"
    assert block(text, "findings") == "old"
    written = with_block(text, "findings", "new\nlines")
    assert written == "before\n<!-- findings -->\nnew\nlines\n<!-- end of findings -->\nafter\n"
    assert (
        with_block(written, "findings", "") == "before\n<!-- findings -->\n<!-- end of findings -->\nafter\n"
    )
