"""Which releases, and which commits, lie between good and bad."""

from __future__ import annotations

import itertools
import shutil
import subprocess
from pathlib import Path

import pytest
from packaging.version import Version

from bench.errors import UsageError
from bench.lockstep.django_specs import OLDEST_PYTHON, PYTHONS
from bench.lockstep.history import Commits, Releases, _first_ones

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="there is no git here")


@pytest.mark.parametrize(
    ("good", "bad", "between"),
    [
        ("4.2.30", "6.1.3", ["5.0.0", "5.1.0", "5.2.0", "6.0.0", "6.1.0"]),
        ("4.2.30", "5.0", []),
        ("5.0.2", "5.1.1", ["5.1.0"]),
        ("5.1.0", "5.1.4", ["5.1.1", "5.1.2", "5.1.3"]),
        ("5.2.19", "6.1a1", ["6.0.0"]),
        ("6.1a1", "6.1.2", ["6.1b1", "6.1rc1", "6.1.0", "6.1.1"]),
        ("6.1b1", "6.1rc1", []),
        ("6.1.3", "6.2", []),
    ],
)  # fmt: skip
def test_first_releases_of_the_series_then_patch_releases(good: str, bad: str, between: list[str]):
    releases = Releases(Version(good), Version(bad))
    assert [one.spec for one in releases.between(releases.good, releases.bad)] == between


def test_what_lies_between_neighbours_is_finer():
    releases = Releases(Version("4.2.30"), Version("6.1.3"))
    first = releases.between(releases.good, releases.bad)
    assert [one.name for one in releases.between(first[-1], releases.bad)] == ["6.1.1", "6.1.2"]
    assert releases.between(first[0], first[1]) == []


def test_the_first_release_is_asked_for_exactly_and_spoken_of_as_django_does():
    releases = Releases(Version("4.2.30"), Version("5.0"))
    assert (releases.bad.spec, releases.bad.name, str(releases.bad)) == ("5.0.0", "5.0", "Django 5.0")


@pytest.mark.parametrize(
    ("good", "bad", "said"),
    [
        ("5.2.1", "5.2.1", "--good and --bad are both Django 5.2.1. Name an older --good"),
        ("6.1", "4.2.30", "--good 6.1 is newer than --bad 4.2.30. Swap the two"),
    ],
)
def test_good_has_to_be_older(good: str, bad: str, said: str):
    with pytest.raises(UsageError) as error:
        Releases(Version(good), Version(bad))
    assert str(error.value) == said


def test_the_numbering_of_the_series_is_djangos():
    known = sorted(PYTHONS)
    assert [(one.major, one.minor) for one in _first_ones(known[0], known[-1])] == known[1:]


def test_a_python_that_runs_good_and_bad_runs_all_between():
    """So candidates that are provisioned with good and bad all get the same one."""
    spans = [PYTHONS[series] for series in sorted(PYTHONS)]
    for (oldest, newest), (next_oldest, next_newest) in itertools.pairwise(spans):
        assert max(oldest, OLDEST_PYTHON) <= max(next_oldest, OLDEST_PYTHON)
        assert newest <= next_newest


def git(folder: Path, *arguments: str) -> str:
    command = ["git", "-C", str(folder), "-c", "user.name=x", "-c", "user.email=x@example.com", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One - Two - Merge - Four on main; Side leaves it after One and comes back with Merge."""
    folder = tmp_path_factory.mktemp("checkout")
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "commit", "--quiet", "--allow-empty", "-m", "One")
    git(folder, "checkout", "--quiet", "-b", "side")
    git(folder, "commit", "--quiet", "--allow-empty", "-m", "Side")
    git(folder, "checkout", "--quiet", "main")
    git(folder, "commit", "--quiet", "--allow-empty", "-m", "Two")
    git(folder, "merge", "--quiet", "--no-ff", "side", "-m", "Merge")
    git(folder, "commit", "--quiet", "--allow-empty", "-m", "Four")
    return folder


@needs_git
def test_commits_of_the_first_parent_line(checkout: Path):
    commits = Commits(checkout, "main~3", "main")
    between = commits.between(commits.good, commits.bad)
    assert [one.subject for one in (commits.good, *between, commits.bad)] == ["One", "Two", "Merge", "Four"]
    two = git(checkout, "rev-parse", "main~2")
    assert between[0].spec == f"{checkout}@{two}"
    assert str(between[0]) == f"commit {two[:12]} (Two)"
    assert [one.subject for one in commits.between(between[0], commits.bad)] == ["Merge"]


@needs_git
@pytest.mark.parametrize(
    ("good", "bad", "said"),
    [
        ("lost", "main", "has no commit, branch or tag 'lost'. Name another with --good"),
        ("main", "--all", "has no commit, branch or tag '--all'. Name another with --bad"),
        ("main", "HEAD", "--good main and --bad HEAD are the same commit. Name an older --good"),
        ("main", "main~1", "--good main is newer than --bad main~1. Swap the two"),
        ("side", "main", "side is not on the first-parent line of main. "
                         "Choose one from: git log --first-parent main"),
        ("side", "main~2", "side is not on the first-parent line of main~2. The two part at "),
    ],
)  # fmt: skip
def test_refs_that_do_not_fit_are_wrong_use(checkout: Path, good: str, bad: str, said: str):
    with pytest.raises(UsageError) as error:
        Commits(checkout, good, bad)
    assert said in str(error.value)


@needs_git
def test_a_folder_that_is_no_checkout(tmp_path: Path):
    with pytest.raises(UsageError, match="is no git checkout"):
        Commits(tmp_path, "main~1", "main")
