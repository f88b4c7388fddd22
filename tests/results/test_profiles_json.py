"""attribution.json gives back what was written, and says so when it cannot."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.analysis.profile_shares import difference, split
from bench.errors import SignalbenchError
from bench.profiles import Profile
from bench.profiling.attribution import tally
from bench.results.profiles_json import profile_to_text, profiles_of, read_profile
from tests.profiling.samples import processes, side


def profile() -> Profile:
    before, after = processes((60, 62, 58), (40, 38, 42)), processes((75, 76, 74), (40, 39, 41))
    tallies = [tally(each) for each in before], [tally(each) for each in after]
    sides = split(side("4.2"), before, tallies[0]), split(side("6.1"), after, tallies[1])
    return Profile(
        created="2026-11-01T10:00:00+00:00",
        command="signalbench profile receivers/send --django 4.2 6.1",
        question="receivers",
        axis=(("receivers", 10),),
        splits=sides,
        differences=(difference(*sides, *tallies),),
    )


def test_what_was_written_is_read_back(tmp_path: Path):
    file = tmp_path / "attribution.json"
    file.write_text(profile_to_text(profile()), encoding="utf-8")
    assert read_profile(file) == profile()


def test_a_file_that_does_not_tell_what_was_lost_is_read_all_the_same(tmp_path: Path):
    file = tmp_path / "attribution.json"
    content = json.loads(profile_to_text(profile()))
    for each in content["profiles"]:
        del each["lost"]
    file.write_text(json.dumps(content), encoding="utf-8")
    assert [split.lost for split in read_profile(file).splits] == [None, None]


def test_a_runs_profiles_are_those_whose_attribution_is_there(tmp_path: Path):
    whole, half = tmp_path / "profiles" / "send", tmp_path / "profiles" / "killed-half-way"
    for folder in (whole, half):
        folder.mkdir(parents=True)
        (folder / "1-4-2.html").write_text("a page")
    (whole / "attribution.json").write_text(profile_to_text(profile()), encoding="utf-8")
    assert profiles_of(tmp_path) == [("profiles/send", profile())]
    assert profiles_of(tmp_path / "profiles") == []


@pytest.mark.parametrize(
    ("text", "says"), [("{", "corrupt"), ('{"schema": 2}', "has schema 2"), ('{"schema": 1}', "corrupt")]
)
def test_what_cannot_be_understood_is_named(tmp_path: Path, text: str, says: str):
    file = tmp_path / "attribution.json"
    file.write_text(text)
    with pytest.raises(SignalbenchError, match=says):
        read_profile(file)
