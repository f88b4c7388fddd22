"""How wide a text is, and how it is cut to the room it has. Sizes and widths are in pixels.

Widths are those of DejaVu Sans, which the PNG is set in. It runs wide: what fits in it fits in the
system fonts that show the SVG.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from pathlib import Path

import matplotlib
from matplotlib.ft2font import FT2Font

_FONTS = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
REGULAR = _FONTS / "DejaVuSans.ttf"
BOLD = _FONTS / "DejaVuSans-Bold.ttf"
_SPACES = frozenset("\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f\x85\u2028\u2029 ")
_BIDI_CONTROLS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@lru_cache(maxsize=4096)
def clean(text: str) -> str:
    """The text on one line, without what XML forbids or what turns the text around it."""
    kept = (
        "\ufffd" if _is_forbidden(character) else " " if character in _SPACES else character
        for character in text
        if character not in _BIDI_CONTROLS
    )
    return " ".join(word for word in "".join(kept).split(" ") if word)


def width(text: str, size: float, *, bold: bool = False) -> float:
    """The width of a line; a character that the font lacks counts as a square."""
    return size * sum(_advance(character, bold) for character in text)


def fit(text: str, room: float, size: float, *, bold: bool = False) -> str:
    """The text if it fits, otherwise its beginning and an ellipsis."""
    if width(text, size, bold=bold) <= room:
        return text
    left = room - width("…", size, bold=bold)
    kept = 0
    for character in text:
        left -= width(character, size, bold=bold)
        if left < 0:
            break
        kept += 1
    return text[:kept].rstrip() + "…"


def wrap(text: str, room: float, size: float, *, lines: int, bold: bool = False) -> list[str]:
    """The text on at most so many lines, broken between words; the last line is cut where it is too long."""
    words = text.split(" ")
    made: list[str] = []
    while words and len(made) < lines - 1:
        line = words.pop(0)
        while words and width(f"{line} {words[0]}", size, bold=bold) <= room:
            line += f" {words.pop(0)}"
        made.append(fit(line, room, size, bold=bold))
    if words:
        made.append(fit(" ".join(words), room, size, bold=bold))
    return made


def balanced(text: str, room: float, size: float, *, lines: int, bold: bool = False) -> list[str]:
    """As `wrap`, with the lines as even as that number of lines allows, so that no word stands alone."""
    best = wrap(text, room, size, lines=lines, bold=bold)
    while len(best) > 1:
        room *= 0.97
        tighter = wrap(text, room, size, lines=lines, bold=bold)
        if len(tighter) > len(best) or any(line.endswith("…") for line in tighter):
            break
        best = tighter
    return best


def known(text: str) -> str:
    """The text with U+FFFD for every character that the font of the PNG lacks."""
    return "".join(character if ord(character) in _characters(False) else "\ufffd" for character in text)


def _is_forbidden(character: str) -> bool:
    if character in _SPACES:
        return False
    return unicodedata.category(character) in {"Cc", "Cs"} or ord(character) in (0xFFFE, 0xFFFF)


@lru_cache(maxsize=4096)
def _advance(character: str, bold: bool) -> float:
    """In units of the font size."""
    if ord(character) not in _characters(bold):
        return 1.0
    glyph = _face(bold).load_char(ord(character))
    return float(glyph.linearHoriAdvance / 65536 / 100)


@lru_cache(maxsize=2)
def _characters(bold: bool) -> frozenset[int]:
    return frozenset(_face(bold).get_charmap())


@lru_cache(maxsize=2)
def _face(bold: bool) -> FT2Font:
    face = FT2Font(str(BOLD if bold else REGULAR))
    face.set_size(100, 72)
    return face
