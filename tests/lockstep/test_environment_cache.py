from __future__ import annotations

from pathlib import Path

import pytest
from packaging.version import Version

from bench.errors import SignalbenchError, UsageError
from bench.lockstep.environment_cache import EnvironmentCache, cache_folder, folder_name, interpreter_in
from bench.lockstep.environment_content import Packaged, look_inside
from bench.lockstep.interpreters import Interpreter
from tests.lockstep.fake_uv import FakeUv, needs_shell, write_interpreter

pytestmark = needs_shell

BASE = Interpreter(executable=Path("/pythons/3.12"), version=Version("3.12.1"))
DJANGO = Packaged(Version("5.2.19"))


@pytest.fixture
def uv() -> FakeUv:
    return FakeUv({"django==5.2.*": "5.2.19"})


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def cache(tmp_path: Path, uv: FakeUv, said: list[str]) -> EnvironmentCache:
    return EnvironmentCache(folder=tmp_path / "environments", uv=uv, announce=said.append)


def test_an_environment_is_made_once(cache: EnvironmentCache, uv: FakeUv, said: list[str]) -> None:
    first = cache.ready(BASE, DJANGO)

    assert cache.ready(BASE, DJANGO) == first
    assert look_inside(first) == ("5.2.19", "3.12.1")
    assert uv.times("venv") == uv.times("pip", "install") == 1
    assert said == ["making Django 5.2.19 on Python 3.12.1 …"]
    assert [kept.name for kept in cache.folder.iterdir()] == [folder_name(BASE, DJANGO)]
    assert list(cache.djangos()) == [DJANGO.version]


def test_each_interpreter_has_its_own_environment(cache: EnvironmentCache) -> None:
    same_version = Interpreter(executable=Path("/other/3.12"), version=BASE.version)

    assert cache.ready(BASE, DJANGO) != cache.ready(same_version, DJANGO)


def test_one_that_was_interrupted_is_never_used(
    cache: EnvironmentCache, uv: FakeUv, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(interpreter: Path, arguments: tuple[str, ...]) -> None:
        write_interpreter(interpreter, django="5.2.19")
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(uv, "_install", interrupted)
        with pytest.raises(KeyboardInterrupt):
            cache.ready(BASE, DJANGO)
    assert list(cache.folder.iterdir()) == []

    # and what a killed process leaves behind
    write_interpreter(interpreter_in(cache.folder / ".making-abc" / "environment"), django="5.2.19")
    assert list(cache.djangos()) == []
    assert look_inside(cache.ready(BASE, DJANGO)) == ("5.2.19", "3.12.1")
    assert uv.times("pip", "install") == 2


@pytest.mark.parametrize("damage", ["gone", "does not start", "another Django"])
def test_a_broken_one_is_made_again(
    cache: EnvironmentCache, uv: FakeUv, said: list[str], damage: str
) -> None:
    interpreter = cache.ready(BASE, DJANGO)
    if damage == "gone":
        interpreter.unlink()
    elif damage == "does not start":
        interpreter.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    else:
        write_interpreter(interpreter, django="5.2.18")

    assert look_inside(cache.ready(BASE, DJANGO)) == ("5.2.19", "3.12.1")
    assert uv.times("venv") == 2
    assert said[1] == "making Django 5.2.19 on Python 3.12.1 again, as the one in the cache is broken …"
    assert len(list(cache.folder.iterdir())) == 1


def test_when_another_process_is_first_its_environment_is_used(
    cache: EnvironmentCache, uv: FakeUv, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = interpreter_in(cache.folder / folder_name(BASE, DJANGO))

    def overtaken(interpreter: Path, arguments: tuple[str, ...]) -> None:
        write_interpreter(interpreter, django="5.2.19", python="ours")
        write_interpreter(kept, django="5.2.19", python="theirs")

    monkeypatch.setattr(uv, "_install", overtaken)

    assert look_inside(cache.ready(BASE, DJANGO)) == ("5.2.19", "theirs")
    assert len(list(cache.folder.iterdir())) == 1


def test_offline_uvs_own_cache_will_do(cache: EnvironmentCache, uv: FakeUv) -> None:
    uv.online = False
    uv.wheels = {"5.2.19"}

    assert look_inside(cache.ready(BASE, DJANGO)) == ("5.2.19", "3.12.1")


def test_offline_with_nothing_kept(cache: EnvironmentCache, uv: FakeUv) -> None:
    uv.online = False

    with pytest.raises(SignalbenchError) as error:
        cache.ready(BASE, DJANGO)
    assert str(error.value) == (
        "cannot reach a package index, and the cache does not have django==5.2.19 (Connection refused)"
    )
    assert list(cache.folder.iterdir()) == []


def test_a_release_that_never_was(cache: EnvironmentCache) -> None:
    with pytest.raises(
        UsageError, match=r"^no Django '5\.2\.999' for Python 3\.12\.1 in the package index\. Known"
    ):
        cache.ready(BASE, Packaged(Version("5.2.999")))


def test_a_pre_release_is_installed_by_its_exact_version(cache: EnvironmentCache, uv: FakeUv) -> None:
    uv.releases["6.1a1"] = "6.1a1"

    assert look_inside(cache.ready(BASE, Packaged(Version("6.1a1")))) == ("6.1a1", "3.12.1")
    assert uv.calls[-1][-1] == "django==6.1a1"


@pytest.mark.parametrize(
    ("environ", "folder"),
    [
        ({"SIGNALBENCH_CACHE": "/own", "XDG_CACHE_HOME": "/shared"}, "/own"),
        ({"XDG_CACHE_HOME": "/shared"}, "/shared/signalbench"),
        ({}, "/home/me/.cache/signalbench"),
    ],
)
def test_where_the_cache_is(environ: dict[str, str], folder: str) -> None:
    assert cache_folder(environ, Path("/home/me")) == Path(folder)


def test_libraries_go_into_an_environment_of_their_own(cache: EnvironmentCache, uv: FakeUv) -> None:
    uv.libraries = {"blinker==1.9", "celery==5.6"}

    with_both = cache.ready(BASE, DJANGO, ["blinker==1.9", "celery==5.6"])

    assert uv.installed == ["blinker==1.9", "celery==5.6"]
    assert cache.ready(BASE, DJANGO) != with_both
    assert cache.ready(BASE, DJANGO, ["celery==5.6", "blinker==1.9"]) == with_both
    assert list(cache.djangos()) == [DJANGO.version] * 2


def test_a_library_without_a_release_for_this_django_is_left_out(
    cache: EnvironmentCache, uv: FakeUv, said: list[str]
) -> None:
    uv.libraries = {"blinker==1.9"}

    cache.ready(BASE, DJANGO, ["blinker==1.9", "celery==5.6"])

    assert uv.installed == ["blinker==1.9"]
    told = "Django 5.2.19 is measured without celery: there is no version of celery==5.6"
    assert said[-1] == told

    cache.ready(BASE, DJANGO, ["blinker==1.9", "celery==5.6"])
    assert said.count(told) == 2, "whoever uses the environment later hears of it too"


def test_without_an_index_there_are_no_libraries_and_the_next_run_tries_again(
    cache: EnvironmentCache, uv: FakeUv, said: list[str]
) -> None:
    uv.libraries = {"blinker==1.9"}
    plain = cache.ready(BASE, DJANGO)
    uv.online, uv.wheels = False, {"5.2.19"}

    assert cache.ready(BASE, DJANGO, ["blinker==1.9"]) == plain
    assert said[-1] == "Django 5.2.19 is measured without blinker: Connection refused"
    uv.online = True
    assert cache.ready(BASE, DJANGO, ["blinker==1.9"]) != plain
