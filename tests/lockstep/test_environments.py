from __future__ import annotations

import sys
from pathlib import Path

import pytest
from packaging.version import Version

from bench.errors import SignalbenchError, UsageError
from bench.lockstep import interpreters
from bench.lockstep.environments import default_specs, provision
from bench.lockstep.interpreters import Interpreter, Pool
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
        ("newest", "newest", "6.1.3", "PyPI"),
    ]
    assert {one.python for one in ready} == {"3.12.1"}
    assert said == [
        "making Django 4.2.30 on Python 3.12.1 …",
        "making Django 5.2.19 on Python 3.12.1 …",
        "making Django 6.1.3 on Python 3.12.1 …",
    ]


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
    with pytest.raises(SignalbenchError, match=r"no one Python runs both Django 3\.2 .* and 6\.1"):
        provision(["3.2", "6.1"], announce=said.append, uv=uv)
    assert uv.times("venv") == 0
    assert said == []


@pytest.mark.parametrize("text", ["./django", "~/src/django@main"])
def test_a_checkout_cannot_be_measured_yet(uv: FakeUv, said: list[str], text: str) -> None:
    with pytest.raises(UsageError) as error:
        provision([text], announce=said.append, uv=uv)
    assert str(error.value) == f"checkouts cannot be measured yet: {text!r}. Name a release, such as 5.2"


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
