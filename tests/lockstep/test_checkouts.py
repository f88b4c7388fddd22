from __future__ import annotations

import re
from pathlib import Path

import pytest

from bench.errors import SignalbenchError, UsageError
from bench.lockstep.checkouts import locate, take
from tests.lockstep.fake_checkout import commit, git, needs_git, write_checkout

pytestmark = needs_git

DISPATCHER = "django/dispatch/dispatcher.py"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A repository called "django" with one commit."""
    folder = write_checkout(tmp_path / "django")
    commit(folder)
    return folder


def everything_in(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Each file's content and when it was written, those of git among them."""
    files = (file for file in folder.rglob("*") if file.is_file())
    return {str(file): (file.read_bytes(), file.stat().st_mtime_ns) for file in files}


def test_a_clean_checkout_is_its_commit(checkout: Path) -> None:
    head = git(checkout, "rev-parse", "HEAD").strip()

    lying, exported = take(str(checkout)), take(f"{checkout}@main")

    assert (lying.label, lying.name, lying.commit) == ("django", "django", head)
    assert (exported.label, exported.name, exported.commit) == ("django@main", "django", head)
    assert lying.key == exported.key
    assert lying.series == (5, 2)
    assert lying.requirements == ("asgiref>=3.8.1",)
    assert set(lying.files) == {
        "pyproject.toml", "django/__init__.py", DISPATCHER, "django/dispatch/__init__.py",
        "django/db/__init__.py", "django/db/models/__init__.py",
    }  # fmt: skip


@pytest.mark.parametrize("change", ["edited", "staged", "new", "deleted"])
def test_what_is_not_committed_is_measured_and_has_a_name_of_its_own(checkout: Path, change: str) -> None:
    clean = take(str(checkout))
    if change == "new":
        (checkout / "django/dispatch/faster.py").write_text("")
    elif change == "deleted":
        (checkout / DISPATCHER).unlink()
    else:
        (checkout / DISPATCHER).write_text("SPEED = 2\n")
    if change == "staged":
        git(checkout, "add", DISPATCHER)

    changed = take(str(checkout))

    assert re.fullmatch(rf"{clean.commit}\+changes\.[0-9a-f]{{8}}", changed.commit)
    assert changed.key != clean.key
    assert changed.files.get(DISPATCHER) == {
        "edited": b"SPEED = 2\n", "staged": b"SPEED = 2\n", "new": b"SPEED = 1\n", "deleted": None,
    }[change]  # fmt: skip
    assert take(f"{checkout}@HEAD").key == clean.key


def test_two_edits_have_two_names(checkout: Path) -> None:
    (checkout / DISPATCHER).write_text("SPEED = 2\n")
    first = take(str(checkout))
    (checkout / DISPATCHER).write_text("SPEED = 3\n")

    assert take(str(checkout)).commit != first.commit
    assert first.files[DISPATCHER] == b"SPEED = 2\n"


def test_what_does_not_belong_to_the_package_is_no_change(checkout: Path) -> None:
    clean = take(str(checkout))
    (checkout / "docs/index.txt").write_text("Edited.\n")
    (checkout / "django/dispatch/dispatcher.py.orig").write_text("ignored\n")
    (checkout / "django/dispatch/__pycache__").mkdir()
    (checkout / "django/dispatch/__pycache__/dispatcher.pyc").write_bytes(b"compiled")

    assert take(str(checkout)).commit == clean.commit


def test_a_checkout_is_never_touched(checkout: Path) -> None:
    (checkout / DISPATCHER).write_text("SPEED = 2\n")
    git(checkout, "add", DISPATCHER)
    (checkout / DISPATCHER).write_text("SPEED = 3\n")
    git(checkout, "tag", "before")
    before = everything_in(checkout)

    take(str(checkout))
    take(f"{checkout}@main")
    take(f"{checkout}@before")

    assert everything_in(checkout) == before


def test_inside_a_hook_the_named_repository_is_asked(
    checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = write_checkout(tmp_path / "other", version="(4, 2, 0, 'final', 0)")
    commit(other)
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))

    assert take(f"{checkout}@main").series == (5, 2)


def test_a_folder_of_a_repository_may_be_the_checkout(tmp_path: Path) -> None:
    write_checkout(tmp_path / "vendored")
    head = commit(tmp_path)

    assert take(f"{tmp_path}/vendored").commit == head
    assert take(f"{tmp_path}/vendored@main").files == take(f"{tmp_path}/vendored").files


def test_a_folder_that_a_repository_ignores_is_measured_as_it_lies(checkout: Path) -> None:
    inner = write_checkout(checkout / "environments/mine", version="(6, 0, 1, 'final', 0)")
    (checkout / ".gitignore").write_text("environments\n")

    assert take(str(inner)).series == (6, 0)


def test_a_folder_without_git_is_known_by_its_files(tmp_path: Path) -> None:
    plain = write_checkout(tmp_path / "plain")
    first = take(str(plain))

    assert re.fullmatch(r"no-commit\+files\.[0-9a-f]{8}", first.commit)
    (plain / DISPATCHER).write_text("SPEED = 2\n")
    assert take(str(plain)).commit != first.commit


def test_without_git_on_the_machine_only_refs_are_out_of_reach(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")

    assert take(str(checkout)).commit.startswith("no-commit+files.")
    with pytest.raises(SignalbenchError, match=r"^git is needed for '.*@main' and was not found; install it"):
        take(f"{checkout}@main")


@pytest.mark.parametrize(
    ("folders", "spec", "folder", "ref"),
    [
        (["django"], "django@main", "django", "main"),
        (["django"], "django@stable/5.2.x", "django", "stable/5.2.x"),
        (["django"], "django@HEAD@{1}", "django", "HEAD@{1}"),
        (["me@work"], "me@work", "me@work", None),
        (["me", "me@work"], "me@work@main", "me@work", "main"),
        (["me"], "me@work", "me", "work"),
    ],
)
def test_the_longest_folder_that_exists_is_the_checkout(
    tmp_path: Path, folders: list[str], spec: str, folder: str, ref: str | None
) -> None:
    for name in folders:
        (tmp_path / name).mkdir()

    assert locate(f"{tmp_path}/{spec}") == (tmp_path / folder, ref)


def test_a_tilde_is_the_home_folder(checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))

    assert locate("~/django@main") == (checkout, "main")


def test_a_long_hash_is_cut_in_the_label(checkout: Path) -> None:
    head = commit(checkout)

    assert take(f"{checkout}@{head}").label == f"django@{head[:12]}"
    assert take(f"{checkout}@{head[:10]}").commit == head


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        ("nowhere", r"no folder '.*nowhere'; name the folder of a Django checkout"),
        ("nowhere@main", r"no folder '.*nowhere'; name"),
        ("django/pyproject.toml", r"'.*pyproject\.toml' is no folder"),
        ("django@", r"'.*django@' names nothing after the @"),
        ("django/docs", r"'.*docs' holds no Django, as there is no django/__init__\.py in it"),
        ("django/django", r"holds no Django, .*; that is the package itself, name its folder"),
        ("django@mian", r"no commit, branch or tag 'mian' in .*\. Did you mean 'main'\?"),
        ("django@5.2.18", r"no commit, branch or tag '5\.2\.18' in .*\. Did you mean '5\.2\.19'\?"),
        ("django@topic", r"no commit, branch or tag 'topic' in .*\. Did you mean 'origin/topic'\?"),
        ("django@0123abc", r"no commit, branch or tag '0123abc' in .*\. See: git -C .* branch --all"),
        ("django@--help", r"no commit, branch or tag '--help'"),
        ("django@empty", r"holds no Django, as that commit has no django/__init__\.py"),
        ("plain@main", r"'.*plain@main' names a ref, but .*plain is no git repository; drop @main"),
    ],
)
def test_what_cannot_be_taken_is_said_in_one_line(
    checkout: Path, tmp_path: Path, spec: str, said: str
) -> None:
    git(checkout, "tag", "5.2.19")
    git(checkout, "update-ref", "refs/remotes/origin/topic", "HEAD")
    write_checkout(tmp_path / "plain")
    git(checkout, "switch", "--quiet", "--orphan", "empty")
    commit(checkout)
    git(checkout, "switch", "--quiet", "main")
    with pytest.raises(UsageError, match=said) as error:
        take(f"{tmp_path}/{spec}")
    assert "\n" not in str(error.value)


def test_a_shallow_clone_without_the_commit_says_how_to_get_it(checkout: Path, tmp_path: Path) -> None:
    old = git(checkout, "rev-parse", "HEAD").strip()
    commit(checkout)
    git(tmp_path, "clone", "--quiet", "--depth", "1", checkout.as_uri(), "shallow")

    with pytest.raises(
        UsageError, match=r"It is a shallow clone; fetch the rest: git -C .* fetch --unshallow"
    ):
        take(f"{tmp_path}/shallow@{old}")
