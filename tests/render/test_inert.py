"""Nothing that a name holds acts on where it is shown, and nothing of it is lost."""

from __future__ import annotations

import json

import pytest

from bench.render.inert import inert_json, one_line, spreadsheet_cell, visible


@pytest.mark.parametrize(
    ("hostile", "inert"),
    [
        ("\x1b[2Jgone", r"\x1b[2Jgone"),
        ("\x9b31m", r"\x9b31m"),
        ("bell\x07 back\x08", r"bell\x07 back\x08"),
        ("over\rwritten", r"over\rwritten"),
        ("abc\u202egnp.exe", r"abc\u202egnp.exe"),
        ("half \udce9", r"half \udce9"),
        ("two\nlines", "two\nlines"),
        ("שלום, naïve → ×", "שלום, naïve → ×"),
    ],
)
def test_what_acts_is_written_out(hostile: str, inert: str) -> None:
    assert visible(hostile) == inert


def test_a_line_is_one_line_and_a_long_one_keeps_its_ends() -> None:
    assert one_line("a\n\n  b\tc") == "a b c"
    assert one_line("a" * 300 + "z" * 300, 21) == "a" * 10 + "…" + "z" * 10
    assert one_line("short", 5) == "short"


def test_json_says_the_same_without_what_acts() -> None:
    names = ["\x1b[2J", "\x9b31m", "abc\u202egnp", "naïve"]
    text = inert_json(json.dumps(names, ensure_ascii=False, indent=1))
    assert json.loads(text) == names
    assert not set(text) & {"\x1b", "\x9b", "\u202e"}
    assert "naïve" in text


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_no_cell_is_a_formula(start: str) -> None:
    assert spreadsheet_cell(f"{start}cmd|' /C calc'!A0") == f"'{start}cmd|' /C calc'!A0"


@pytest.mark.parametrize("space", ["\t", "\r", "\n"])
def test_no_cell_hides_a_formula_behind_a_space(space: str) -> None:
    assert spreadsheet_cell(f"{space}=1") == {"\t": r"\t=1", "\r": r"\r=1", "\n": r"\n=1"}[space]
