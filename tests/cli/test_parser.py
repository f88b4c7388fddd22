"""Words of the command line: which belong together, and what is said of those that are unknown."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.cli.main import parser


@pytest.mark.parametrize(
    ("words", "places"),
    [
        (["report", "--json", "reports/local/latest"], ("-", None)),
        (["report", "reports/local/20261122T160000Z-4.2-5.2", "--json"], ("-", None)),
        (["report", "--csv", "--json", "20261122T160000Z-4.2-5.2"], ("-", "-")),
        (["run", "--json", "receivers"], ("-", None)),
        (["compare", "--json", "4.2", "6.1rc1"], ("-", None)),
        (["compare", "4.2", "5.2", "--json", "out.json", "--csv"], ("out.json", "-")),
        (["compare", "4.2", "5.2", "--json=out", "--csv=-"], ("out", "-")),
        (["compare", "4.2", "5.2", "--json", "/dev/fd/63"], ("/dev/fd/63", None)),
        (["compare", "4.2", "5.2", "--json", "-", "--csv", "x.csv"], ("-", "x.csv")),
    ],
)
def test_an_optional_file_does_not_swallow_what_is_none(
    words: list[str], places: tuple[str | None, str | None]
) -> None:
    parsed = parser().parse(words)
    assert (parsed.json, parsed.csv) == places
    rest = [word for word in words[1:] if not word.startswith("-") and word not in places]
    named = getattr(parsed, {"report": "runs", "run": "questions", "compare": "words"}[words[0]])
    assert list(map(str, named)) == rest


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["compare", "4.2", "5.2", "--quick", "receivers"], ["4.2", "5.2", "receivers"]),
        (["compare", "4.2", "--quick", "5.2", "--seed", "1", "receivers"], ["4.2", "5.2", "receivers"]),
        (["report", "one", "-q", "two"], [Path("one"), Path("two")]),
        (["run", "--quick", "senders", "receivers"], ["senders", "receivers"]),
        (["publish", "study", "-q", "one", "two"], [Path("one"), Path("two")]),
        (["publish", "study", "--repeated", "again", "one"], [Path("one")]),
        (["claims", "run", "-q", "2", "3"], ["2", "3"]),
        (["compare", "4.2", "-q", "--", "5.2"], ["4.2", "5.2"]),
    ],
)
def test_a_list_may_have_options_in_between(words: list[str], named: list[object]) -> None:
    parsed = parser().parse(words)
    lists = {"report": "runs", "publish": "runs", "run": "questions", "compare": "words", "claims": "ids"}
    assert getattr(parsed, lists[words[0]]) == named


def test_words_of_another_command_do_not_go_on_after_options() -> None:
    with pytest.raises(SystemExit):
        parser().parse(["trace", "pytest", "-q", "tests"])
    assert parser().parse(["trace", "-q", "--", "pytest", "-q", "tests"]).traced == ["pytest", "-q", "tests"]


def test_a_folder_is_no_file_whatever_its_suffix(tmp_path) -> None:
    (folder := tmp_path / "django.main").mkdir()
    parsed = parser().parse(["compare", "--json", str(folder), "5.2"])
    assert (parsed.json, parsed.words) == ("-", [str(folder), "5.2"])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--verson"], "error: no option '--verson'. Did you mean '--version'? See: signalbench --help"),
        (["run", "--colr=never"], "no option '--colr'. Did you mean '--color'? See: signalbench run --help"),
        (["run", "--color", "nevr"], "--color takes no 'nevr'. Did you mean 'never'?"),
        (["run", "--color", "pink"], "--color takes no 'pink'. It can be auto, always, never."),
        (["doctor", "now"], "unexpected 'now'. See: signalbench doctor --help"),
        (["completion", "bsh"], "SHELL takes no 'bsh'. Did you mean 'bash'?"),
        (["run", "--fail-on", "slwer"], "'slwer' is no condition. Did you mean 'slower'?"),
        (["run", "--fail-on", "slower:receivers=x"], "'x' is no share between 0 and 1; write 5% or 0.05"),
        (["run", "--fail-on", "slower:=5%"], "It can be slower, slower:QUESTION or slower:QUESTION=5%"),
        (["\x1b[2J"], r"no command '\x1b[2J'"),
        (["run", "--\x1b[2J"], r"no option '--\x1b[2J'"),
    ],
)  # fmt: skip
def test_what_is_unknown_is_named_with_the_way_out(capsys, words: list[str], said: str) -> None:
    with pytest.raises(SystemExit, match="2"):
        parser().parse(words)
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert said in err


def test_no_word_at_all_is_wrong_use(capsys):
    with pytest.raises(SystemExit) as ended:
        parser().parse([])
    assert ended.value.code == 2
    assert capsys.readouterr().err.startswith("error: the following arguments are required: COMMAND")
