"""A run folder is begun once, and says plainly when it is none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.errors import SignalbenchError, UsageError
from bench.results.folder import RunFolder, mark_latest
from tests.synthetic import plan


def test_the_plan_comes_back(tmp_path: Path):
    folder = RunFolder(tmp_path / "run")
    folder.begin(plan())
    assert folder.plan() == plan()


def test_a_folder_without_a_manifest_is_no_run(tmp_path: Path):
    with pytest.raises(UsageError, match=r"is no run: it has no manifest\.json"):
        RunFolder(tmp_path).plan()


@pytest.mark.parametrize("content", ["", "{", "[]", '{"schema": 3}', '{"schema": 3, "kind": "guess"}'])
def test_a_corrupt_manifest_is_an_error_in_one_line(tmp_path: Path, content: str):
    (tmp_path / "manifest.json").write_text(content)
    with pytest.raises(SignalbenchError, match="is corrupt"):
        RunFolder(tmp_path).plan()


def test_a_manifest_of_another_schema_is_refused(tmp_path: Path):
    folder = RunFolder(tmp_path)
    folder.begin(plan())
    content = json.loads(folder.manifest.read_text())
    folder.manifest.write_text(json.dumps({**content, "schema": 99}))
    with pytest.raises(SignalbenchError, match="has schema 99"):
        folder.plan()


def test_a_folder_that_cannot_be_written_is_an_error(tmp_path: Path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(SignalbenchError, match="cannot write to"):
        RunFolder(tmp_path / "file" / "run").begin(plan())


def test_latest_points_to_the_newest_run(tmp_path: Path):
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        mark_latest(tmp_path / name)
    assert (tmp_path / "latest").resolve() == (tmp_path / "second").resolve()


def test_a_file_is_written_whole_and_leaves_nothing_beside_it(tmp_path: Path):
    RunFolder(tmp_path).write("summary.md", "text")
    assert [path.name for path in tmp_path.iterdir()] == ["summary.md"]
