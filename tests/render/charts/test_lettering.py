"""Text fits its room, on one line, whatever is in it."""

from __future__ import annotations

from bench.render.charts import lettering


def test_a_text_that_fits_is_left_alone() -> None:
    assert lettering.fit("send", 100, 12) == "send"


def test_a_long_text_is_cut_to_its_room() -> None:
    cut = lettering.fit("x" * 500, 100, 12)
    assert cut.endswith("x…")
    assert lettering.width(cut, 12) <= 100


def test_words_go_over_lines_and_the_last_is_cut() -> None:
    lines = lettering.wrap("books, bulk_create() and send " * 3, 120, 12, lines=2)
    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert all(lettering.width(line, 12) <= 120 for line in lines)


def test_balanced_lines_leave_no_word_alone() -> None:
    text = "One send takes a while (function) on 6.1"
    room = lettering.width(text, 20, bold=True) - 5
    assert lettering.wrap(text, room, 20, lines=2, bold=True)[1] == "6.1"
    assert len(lettering.balanced(text, room, 20, lines=2, bold=True)[1].split()) > 2


def test_clean_keeps_letters_and_drops_controls() -> None:
    assert lettering.clean("a\nb\t c\x00\u202e") == "a b c\ufffd"
    assert lettering.clean("12\u00a0ns مرحبا") == "12\u00a0ns مرحبا"


def test_characters_that_the_font_lacks_are_marked() -> None:
    assert lettering.known("信号 send") == "\ufffd\ufffd send"
