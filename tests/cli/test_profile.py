"""signalbench profile: what is typed, what is printed, and what is written when."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.cli import profiling
from bench.cli.console import WIDTH
from bench.cli.main import main
from bench.cli.profile_table import next_commands, print_profile
from bench.errors import SignalbenchError
from bench.profiles import Sampled, Side
from bench.results.profiles_json import FILE, read_profile
from tests.profiling.samples import processes
from tests.results.test_profiles_json import profile


def files(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def seen() -> dict[Side, list[Sampled]]:
    return {split.side: processes((60, 62), (40, 38)) for split in profile().splits}


def named() -> profiling.Profile:
    sides = list(seen())
    return profiling._found("receivers", sides, seen())


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["recievers"], "no question 'recievers'. Did you mean 'receivers'?"),
        (["receivers/sned"], "receivers has no variant 'sned'. Did you mean 'send'?"),
        (["receivers/send", "-k", "receivers=3"], "-k 'receivers=3' matches no case"),
        (["receivers", "senders"], "receivers and senders are no variants of one question"),
        (["receivers", "--db", "oracle"], "no database 'oracle'"),
        (["receivers", "--django", "1.x"], "no Django '1.x'"),
    ],
)
def test_wrong_use_is_one_line_and_exit_code_2(
    words: list[str], says: str, capsys: pytest.CaptureFixture[str]
):
    assert main(["profile", "-q", *words]) == 2
    printed = capsys.readouterr()
    assert (printed.out, printed.err.count("\n")) == ("", 1)
    assert says in printed.err


def test_the_tables_fit_and_the_pages_are_told(capsys: pytest.CaptureFixture[str]):
    found = named()
    print_profile(found, quiet=False)
    printed = capsys.readouterr().out
    assert max(map(len, printed.splitlines())) <= WIDTH
    assert "6.1 against 4.2" in printed
    assert "dispatcher" in printed
    assert "unexplained" in printed
    told = next_commands(found, Path("run/profiles/send"), quiet=False)
    assert told[0] == "Page: run/profiles/send/1-4-2.html"
    assert told[-1].endswith("report run")


def test_every_file_is_whole_and_the_attribution_names_them(tmp_path: Path):
    found = named()
    profiling._write(tmp_path, found, seen())
    told = read_profile(tmp_path / FILE)
    assert told == found
    assert files(tmp_path) == {
        FILE,
        *(each.page for each in told.splits),
        *(e.speedscope for e in told.splits),
    }


def test_killed_half_way_no_attribution_stands_beside_pages_of_another_profile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    profiling._write(tmp_path, named(), seen())

    def killed(*arguments: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(profiling, "speedscope", killed)
    with pytest.raises(KeyboardInterrupt):
        profiling._write(tmp_path, named(), seen())
    assert FILE not in files(tmp_path)
    assert all(
        (tmp_path / name).read_bytes().rstrip().endswith((b"</html>", b"}")) for name in files(tmp_path)
    )


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path: Path):
    (tmp_path / "file").write_text("")
    with pytest.raises(SignalbenchError, match="cannot write"):
        profiling._write(tmp_path / "file", named(), seen())


def test_a_real_profile_of_the_django_that_is_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(profiling, "FORKS", 2)
    words = ["receivers/send", "-k", "receivers=100", "--django", "installed", "--seconds", "1"]
    assert main(["profile", *words, "-o", str(tmp_path), "--json", "-q"]) == 0
    content = json.loads(capsys.readouterr().out)
    assert content == json.loads((tmp_path / FILE).read_text(encoding="utf-8"))
    (found,) = content["profiles"]
    shares = {each["layer"]: each["own"]["value"] for each in found["layers"]}
    assert max(shares, key=lambda layer: shares[layer]) == "dispatcher"
    assert shares["receivers"] > 0
    assert sum(shares.values()) == pytest.approx(1)
    assert {"send", "_live_receivers"} <= {each["function"] for each in found["functions"]}
    assert str(tmp_path.home()) not in (tmp_path / found["page"]).read_text(encoding="utf-8")
