from __future__ import annotations

import importlib.metadata
import importlib.util
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest
from packaging.version import Version

from bench.errors import SignalbenchError, UsageError
from bench.lockstep import interpreters
from bench.lockstep.choices import default_specs
from bench.lockstep.environments import foresee, provision
from bench.lockstep.interpreters import Interpreter, Pool
from bench.lockstep.uv_command import IndexUnreachable
from tests.lockstep.fake_checkout import commit, git, needs_git, write_checkout
from tests.lockstep.fake_uv import FakeUv, needs_shell, write_interpreter

RELEASES = {
    "django==3.2.*": "3.2.25",
    "django==4.2.*": "4.2.30",
    "django==5.2.*": "5.2.19",
    "django==6.1.*": "6.1.3",
    "django": "6.1.3",
    "django on 3.10": "5.2.19",
    "django on 3.11": "5.2.19",
}


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SIGNALBENCH_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def uv() -> FakeUv:
    return FakeUv(dict(RELEASES))


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    have(monkeypatch, "3.13.0", "3.12.1", "3.10.13")


def have(monkeypatch: pytest.MonkeyPatch, *versions: str) -> None:
    """Let these be the interpreters of the machine, the newest first."""
    made = [Interpreter(executable=Path("/pythons") / text, version=Version(text)) for text in versions]
    monkeypatch.setattr(interpreters, "installed", lambda: Pool(interpreters=tuple(made)))


@needs_shell
@pytest.mark.usefixtures("machine")
def test_specs_become_environments_on_one_python(uv: FakeUv, said: list[str]) -> None:
    ready = provision(["4.2", "5.2.19", "newest"], announce=said.append, uv=uv)

    assert [(one.spec, one.label, one.django, one.source) for one in ready] == [
        ("4.2", "4.2", "4.2.30", "PyPI"),
        ("5.2.19", "5.2.19", "5.2.19", "PyPI"),
        ("newest", "6.1", "6.1.3", "PyPI"),
    ]
    assert {one.python for one in ready} == {"3.12.1"}
    assert said == [
        "making Django 4.2.30 on Python 3.12.1 …",
        "making Django 5.2.19 on Python 3.12.1 …",
        "making Django 6.1.3 on Python 3.12.1 …",
    ]


@needs_shell
@pytest.mark.usefixtures("machine")
def test_what_is_foreseen_is_what_would_be_made_and_nothing_is(
    uv: FakeUv, said: list[str], own_cache: Path
) -> None:
    provision(["4.2"], announce=said.append, uv=uv)
    said.clear()
    before = sorted(own_cache.rglob("*"))

    foreseen = foresee(["4.2", "newest"], announce=said.append, uv=uv)

    assert [(one.label, one.title, one.python, one.kept) for one in foreseen] == [
        ("4.2", "Django 4.2.30", "3.12.1", True),
        ("6.1", "Django 6.1.3", "3.12.1", False),
    ]
    assert said == []
    assert sorted(own_cache.rglob("*")) == before
    made = provision(["4.2", "newest"], announce=said.append, uv=uv)
    assert [one.label for one in made] == [one.label for one in foreseen]
    assert said == ["making Django 6.1.3 on Python 3.12.1 …"]


@needs_shell
@pytest.mark.usefixtures("machine")
def test_the_same_spec_twice_is_one_environment_with_two_labels(uv: FakeUv, said: list[str]) -> None:
    ready = provision(["5.2", "5.2", "5.2"], announce=said.append, uv=uv)

    assert [one.label for one in ready] == ["5.2", "5.2 (2)", "5.2 (3)"]
    assert len({one.interpreter for one in ready}) == 1
    assert len(said) == 1


@needs_shell
@pytest.mark.usefixtures("machine")
def test_the_second_run_needs_no_uv(uv: FakeUv, said: list[str]) -> None:
    first = provision(["4.2", "newest"], announce=said.append, uv=uv)
    said.clear()
    uv.calls.clear()

    assert provision(["4.2", "newest"], announce=said.append, uv=uv) == first
    assert (uv.calls, said) == ([], [])


@needs_shell
@pytest.mark.usefixtures("machine")
def test_offline_a_day_later_the_last_resolution_is_used(uv: FakeUv, said: list[str]) -> None:
    first = provision(["4.2"], announce=said.append, uv=uv, now=lambda: 1_790_000_000.0)
    said.clear()
    uv.online = False

    assert provision(["4.2"], announce=said.append, uv=uv, now=lambda: 1_790_100_000.0) == first
    assert said == ["cannot reach a package index; Django 4.2 is 4.2.30, as on 2026-09-21"]


@pytest.mark.usefixtures("machine")
def test_djangos_that_no_one_python_runs_stop_before_anything_is_made(uv: FakeUv, said: list[str]) -> None:
    with pytest.raises(SignalbenchError, match=r"no one Python runs both Django 3\.2 .* and Django 6\.1"):
        provision(["3.2", "6.1"], announce=said.append, uv=uv)
    assert uv.times("venv") == 0
    assert said == []


@needs_shell
@pytest.mark.usefixtures("machine")
def test_where_mixing_is_allowed_each_gets_the_newest_python_that_fits(uv: FakeUv, said: list[str]) -> None:
    provision(["3.2", "6.1"], allow_mixed=True, announce=said.append, uv=uv)

    assert said == [
        "no one Python runs them all: Django 3.2 on Python 3.10.13, Django 6.1 on Python 3.13.0. "
        "Their times are not comparable, their counters are",
        "making Django 3.2.25 on Python 3.10.13 …",
        "making Django 6.1.3 on Python 3.13.0 …",
    ]


@needs_shell
@pytest.mark.usefixtures("machine")
def test_mixing_is_not_done_where_one_python_runs_all(uv: FakeUv, said: list[str]) -> None:
    provision(["4.2", "6.1"], allow_mixed=True, announce=said.append, uv=uv)

    assert said == ["making Django 4.2.30 on Python 3.12.1 …", "making Django 6.1.3 on Python 3.12.1 …"]


@pytest.mark.usefixtures("machine")
def test_mixing_finds_no_python_for_what_none_runs(uv: FakeUv, monkeypatch: pytest.MonkeyPatch) -> None:
    have(monkeypatch, "3.13.0")
    with pytest.raises(SignalbenchError, match=r"^Django 3\.2 needs Python 3\.10; found 3\.13"):
        provision(["3.2", "6.1"], allow_mixed=True, announce=lambda line: None, uv=uv)


@pytest.mark.usefixtures("machine")
def test_newest_and_its_series_are_told_apart(uv: FakeUv, said: list[str]) -> None:
    assert [one.label for one in provision(["newest", "6.1"], announce=said.append, uv=uv)] == [
        "6.1",
        "6.1 (2)",
    ]


def test_a_folder_needs_a_separator_to_be_one(
    uv: FakeUv, said: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "django").mkdir()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match=r"^no Django 'django'; the folder of that name is \./django$"):
        provision(["django", "5.2"], announce=said.append, uv=uv)


class MakesRealEnvironments(FakeUv):
    """Its environments are real and empty, so that what a checkout adds can be imported."""

    def __call__(self, *arguments: str, stdin: str = "") -> str:
        self.calls.append(arguments)
        if arguments[0] == "venv":
            venv.create(arguments[-1], symlinks=True)
        elif not self.online and "--offline" not in arguments:
            raise IndexUnreachable("Connection refused")
        return ""


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with one commit, and an edit that is not committed; this Python is the only one."""
    monkeypatch.setattr(interpreters, "installed", interpreters.running)
    folder = write_checkout(tmp_path / "django")
    commit(folder)
    (folder / "django/__init__.py").write_text(
        "def get_version():\n    return '5.2.20'\n\n\nVERSION = (5, 2)\n"
    )
    return folder


@needs_git
def test_a_checkout_as_it_lies_against_its_last_commit(checkout: Path, said: list[str]) -> None:
    uv = MakesRealEnvironments({})
    python = ".".join(map(str, sys.version_info[:3]))

    main, lying = provision([f"{checkout}@main", str(checkout)], announce=said.append, uv=uv)

    assert (main.label, main.django, main.source) == ("django@main", "5.2.19", "django")
    assert (lying.label, lying.django, lying.source) == ("django", "5.2.20", "django")
    assert main.commit == git(checkout, "rev-parse", "HEAD").strip()
    assert lying.commit is not None
    assert lying.commit.startswith(f"{main.commit}+changes.")
    assert [call[-1] for call in uv.calls if call[:2] == ("pip", "install")] == ["asgiref>=3.8.1"] * 2
    assert said == [
        f"making django@main (Django 5.2) on Python {python} …",
        f"making django (Django 5.2) on Python {python} …",
    ]


@needs_git
def test_a_checkout_is_kept_until_it_is_edited(checkout: Path, said: list[str]) -> None:
    uv = MakesRealEnvironments({})
    first = provision([str(checkout), str(checkout)], announce=said.append, uv=uv)
    assert [one.label for one in first] == ["django", "django (2)"]
    assert len(said) == 1

    assert provision([str(checkout), str(checkout)], announce=said.append, uv=uv) == first
    assert len(said) == 1
    (checkout / "django/dispatch/dispatcher.py").write_text("SPEED = 2\n")
    again, _ = provision([str(checkout), f"{checkout}@main"], announce=said.append, uv=uv)
    assert again.commit != first[0].commit
    assert again.interpreter != first[0].interpreter


@needs_git
def test_two_checkouts_of_one_name_are_told_apart(checkout: Path, said: list[str], tmp_path: Path) -> None:
    other = write_checkout(tmp_path / "other" / "django")

    ready = provision([str(checkout), str(other)], announce=said.append, uv=MakesRealEnvironments({}))

    assert [one.label for one in ready] == ["django", "django (2)"]
    assert ready[0].interpreter != ready[1].interpreter


@needs_git
def test_offline_a_checkouts_dependencies_come_from_uvs_own_cache(checkout: Path, said: list[str]) -> None:
    uv = MakesRealEnvironments({})
    uv.online = False

    (ready,) = provision([str(checkout)], announce=said.append, uv=uv)

    assert ready.django == "5.2.20"
    assert uv.calls[-1][-2:] == ("asgiref>=3.8.1", "--offline")


@needs_git
def test_a_checkout_that_does_not_import_is_not_kept(
    checkout: Path, said: list[str], own_cache: Path
) -> None:
    (checkout / "django/dispatch/dispatcher.py").write_text("SPEED = 1 /\n")

    with pytest.raises(SignalbenchError) as error:
        provision([str(checkout)], announce=said.append, uv=MakesRealEnvironments({}))

    assert str(error.value) == (
        f"django (Django 5.2) cannot be measured on Python {'.'.join(map(str, sys.version_info[:3]))}: "
        "SyntaxError: invalid syntax (django/dispatch/dispatcher.py, line 1)"
    )
    assert list((own_cache / "environments").iterdir()) == []


@needs_shell
def test_newest_is_the_newest_that_an_interpreter_supports_not_the_newest_that_installs(
    uv: FakeUv, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    have(monkeypatch, "3.15.0", "3.11.7")

    (ready,) = provision(["newest"], announce=said.append, uv=uv)

    assert ready.django == "5.2.19"
    assert said == ["making Django 5.2.19 on Python 3.11.7 …"]


@needs_shell
def test_installed_is_the_django_that_an_interpreter_has(
    uv: FakeUv, said: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = Interpreter(executable=tmp_path / "venv/bin/python", version=Version("3.11.7"))
    write_interpreter(own.executable, django="5.1.2", python="3.11.7")
    monkeypatch.setattr(interpreters, "running", lambda: Pool(interpreters=(own,)))

    installed, release = provision(["installed", "5.2"], announce=said.append, uv=uv)

    assert (installed.django, installed.python, installed.source) == ("5.1.2", "3.11.7", "installed")
    assert installed.interpreter == own.executable
    assert release.source == "PyPI"
    assert said == ["making Django 5.2.19 on Python 3.11.7 …"]


@needs_shell
def test_installed_without_a_django_or_with_one_too_old(
    uv: FakeUv, said: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = Interpreter(executable=tmp_path / "python", version=Version("3.11.7"))
    monkeypatch.setattr(interpreters, "running", lambda: Pool(interpreters=(own,)))

    with pytest.raises(SignalbenchError, match=r"no Django is installed for .*python; install one or name"):
        provision(["installed"], announce=said.append, uv=uv)
    write_interpreter(own.executable, django="2.2.28")
    with pytest.raises(SignalbenchError, match=r"has Django 2\.2\.28; 3\.2 is the oldest measured"):
        provision(["installed"], announce=said.append, uv=uv)


@pytest.mark.parametrize(
    ("versions", "specs"),
    [
        (["3.11.7"], ["4.2", "5.2"]),
        (["3.12.1"], ["4.2", "5.2", "6.1"]),
        (["3.14.0", "3.12.1"], ["4.2", "5.2", "6.1"]),
        (["3.13.0", "3.10.13"], ["5.2", "6.1"]),
        (["3.10.13"], ["4.2", "5.2"]),
        (["3.14.0"], ["5.2", "6.1"]),
    ],
)
def test_what_is_compared_when_nothing_is_named(
    uv: FakeUv, said: list[str], monkeypatch: pytest.MonkeyPatch, versions: list[str], specs: list[str]
) -> None:
    have(monkeypatch, *versions)
    assert default_specs(announce=said.append, uv=uv) == specs

    uv.online = False
    assert default_specs(announce=said.append, uv=uv, now=lambda: 0.0) == specs


def test_offline_for_the_first_time_the_newest_known_series_is_the_newest(
    uv: FakeUv, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    have(monkeypatch, "3.12.1")
    uv.online = False

    assert default_specs(announce=said.append, uv=uv) == ["4.2", "5.2", "6.1"]


@pytest.mark.parametrize(("versions", "found"), [(["3.15.0"], "3.15"), ([], "none")])
def test_a_machine_on_which_nothing_can_be_compared(
    uv: FakeUv, said: list[str], monkeypatch: pytest.MonkeyPatch, versions: list[str], found: str
) -> None:
    have(monkeypatch, *versions)

    with pytest.raises(SignalbenchError, match=rf"^Django needs Python 3\.10 to 3\.14 here; found {found}\."):
        default_specs(announce=said.append, uv=uv)


def test_for_real_an_environment_has_that_django_and_only_what_it_needs(
    said: list[str], own_cache: Path
) -> None:
    try:
        first, again = provision(["5.2", "5.2"], python=sys.executable, announce=said.append)
    except SignalbenchError as error:
        if "cannot reach a package index" not in str(error):
            raise
        pytest.skip(str(error))

    assert first.django.startswith("5.2.")
    assert first.python.split(".")[:2] == [str(number) for number in sys.version_info[:2]]
    assert first.interpreter == again.interpreter
    assert own_cache in first.interpreter.parents
    site_packages = next(own_cache.glob("environments/django-*/[lL]ib/**/site-packages"))
    distributions = {folder.name.split("-")[0].lower() for folder in site_packages.glob("*.dist-info")}
    assert {"django", "asgiref", "sqlparse"} <= distributions
    assert distributions <= {"django", "asgiref", "sqlparse", "tzdata", "typing_extensions"}


@needs_git
def test_for_real_a_checkout_of_django_says_its_version(said: list[str], tmp_path: Path) -> None:
    """The Django of this test's own environment, made a checkout, with its dependencies from uv."""
    django = importlib.util.find_spec("django")
    assert django is not None
    assert django.origin is not None
    shutil.copytree(
        Path(django.origin).parent,
        tmp_path / "django",
        ignore=shutil.ignore_patterns("*.pyc", "*.po", "*.mo"),
    )
    (tmp_path / "pyproject.toml").write_text(
        '[project]\nrequires-python = ">=3.10"\ndependencies = ["asgiref>=3.8", "sqlparse>=0.3.1"]\n'
    )
    head = commit(tmp_path)
    try:
        (ready,) = provision([f"{tmp_path}@main"], python=sys.executable, announce=said.append)
    except SignalbenchError as error:
        if "cannot reach a package index" not in str(error):
            raise
        pytest.skip(str(error))

    assert (ready.django, ready.commit) == (importlib.metadata.version("django"), head)
    where = "import asgiref, sqlparse, django.dispatch as d; print(d.__file__)"
    imported = subprocess.check_output([ready.interpreter, "-I", "-c", where], text=True)
    assert Path(imported).is_relative_to(ready.interpreter.parents[1])
