from __future__ import annotations

from pathlib import Path

import pytest
from packaging.version import Version

from bench.errors import SignalbenchError, UsageError
from bench.lockstep.releases import Releases
from tests.lockstep.fake_uv import FakeUv

DAY_S = 86_400.0
START = 1_790_000_000.0  # 2026-09-21


class Index:
    """Releases with a clock to turn, and what was announced."""

    def __init__(self, folder: Path, uv: FakeUv, cached: tuple[str, ...] = ()) -> None:
        self.time = START
        self.said: list[str] = []
        self.uv = uv
        self.file = folder / "cache" / "resolutions.json"
        self.cached = cached
        self.new_process()

    def new_process(self) -> None:
        self.releases = Releases(
            file=self.file,
            uv=self.uv,
            now=lambda: self.time,
            cached=lambda: map(Version, self.cached),
            announce=self.said.append,
        )


@pytest.fixture
def uv() -> FakeUv:
    return FakeUv({"django==4.2.*": "4.2.30", "django==5.2.*": "5.2.19", "django": "6.1.3"})


def test_the_index_is_asked_once_a_day(tmp_path: Path, uv: FakeUv) -> None:
    index = Index(tmp_path, uv)
    assert index.releases.newest_of((4, 2)) == Version("4.2.30")

    uv.releases["django==4.2.*"] = "4.2.31"
    index.new_process()
    index.time += DAY_S - 1
    assert index.releases.newest_of((4, 2)) == Version("4.2.30")
    assert uv.times("pip", "compile") == 1

    index.time += 1
    assert index.releases.newest_of((4, 2)) == Version("4.2.31")
    assert index.said == []


def test_the_newest_is_remembered_for_each_python(tmp_path: Path, uv: FakeUv) -> None:
    index = Index(tmp_path, uv)
    assert index.releases.newest_on((3, 12)) == Version("6.1.3")

    uv.releases = {"django on 3.11": "5.2.19"}
    assert index.releases.newest_on((3, 11)) == Version("5.2.19")
    assert index.releases.newest_on((3, 12)) == Version("6.1.3")
    assert uv.calls[0][-2:] == ("--python-version", "3.12")


def test_offline_the_last_answer_holds_and_the_index_is_tried_once(tmp_path: Path, uv: FakeUv) -> None:
    index = Index(tmp_path, uv, cached=("4.2.31",))
    index.releases.newest_of((4, 2))
    index.releases.newest_of((5, 2))
    uv.online = False
    index.time += 3 * DAY_S
    index.new_process()

    assert index.releases.newest_of((4, 2)) == Version("4.2.30")
    assert index.releases.newest_of((5, 2)) == Version("5.2.19")
    assert index.said == [
        "cannot reach a package index; Django 4.2 is 4.2.30, as on 2026-09-21",
        "cannot reach a package index; Django 5.2 is 5.2.19, as on 2026-09-21",
    ]
    assert uv.times("pip", "compile") == 3


def test_offline_without_an_answer_the_newest_environment_of_the_series_is_used(
    tmp_path: Path, uv: FakeUv
) -> None:
    uv.online = False
    index = Index(tmp_path, uv, cached=("4.2.9", "4.2.30", "5.2.1", "6.1.3", "6.2a1"))

    assert index.releases.newest_of((4, 2)) == Version("4.2.30")
    assert index.releases.newest_on((3, 12)) == Version("6.1.3")
    assert index.releases.newest_on((3, 11)) == Version("5.2.1")
    assert index.said[0] == "cannot reach a package index; Django 4.2 in the cache is 4.2.30"


def test_offline_with_nothing_kept(tmp_path: Path, uv: FakeUv) -> None:
    uv.online = False
    index = Index(tmp_path, uv, cached=("5.2.19",))

    with pytest.raises(SignalbenchError) as error:
        index.releases.newest_of((4, 2))
    assert str(error.value) == (
        "cannot reach a package index and Django 4.2 is not in the cache (Connection refused)"
    )
    assert error.value.exit_code == 3


def test_a_series_that_never_was_is_wrong_use_and_a_poor_index_is_not(tmp_path: Path, uv: FakeUv) -> None:
    index = Index(tmp_path, uv)

    with pytest.raises(UsageError, match=r"^no Django '9\.9' in the package index\. Known series: 3\.2, "):
        index.releases.newest_of((9, 9))
    with pytest.raises(SignalbenchError, match=r"^the package index has no Django 5\.1") as error:
        index.releases.newest_of((5, 1))
    assert error.value.exit_code == 3


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"4.2": {}}', '{"4.2": "4.2.1"}', '{"4.2": {"version": "?", "asked": 1}}']
)
def test_a_damaged_memory_is_no_memory(tmp_path: Path, uv: FakeUv, text: str) -> None:
    index = Index(tmp_path, uv)
    index.file.parent.mkdir()
    index.file.write_text(text, encoding="utf-8")

    assert index.releases.newest_of((4, 2)) == Version("4.2.30")
    index.new_process()
    assert index.releases.newest_of((4, 2)) == Version("4.2.30")
    assert uv.times("pip", "compile") == 1
    assert [file.name for file in index.file.parent.iterdir()] == ["resolutions.json"]


def test_an_answer_from_the_future_is_asked_again(tmp_path: Path, uv: FakeUv) -> None:
    index = Index(tmp_path, uv)
    index.releases.newest_of((4, 2))
    index.time -= 10

    index.releases.newest_of((4, 2))

    assert uv.times("pip", "compile") == 2
