"""The inks of a figure: each is a CSS variable in the SVG and a fixed colour in the PNG.

A page that sets none of the variables gets the light theme, which is also that of the PNG. Every ink but
GRID reads as text on SURFACE in both themes, and the series are told apart by colour-blind eyes; each has
a shape of its own as well.
"""

from __future__ import annotations

from enum import Enum


class Ink(Enum):
    """What a colour is for; the value is the CSS variable."""

    FG = "--fg"
    MUTED = "--muted"
    GRID = "--grid"
    SURFACE = "--surface"
    SLOWER = "--slower"
    FASTER = "--faster"
    NEUTRAL = "--neutral"
    SERIES_1 = "--series-1"
    SERIES_2 = "--series-2"
    SERIES_3 = "--series-3"
    SERIES_4 = "--series-4"
    SERIES_5 = "--series-5"
    SERIES_6 = "--series-6"


SERIES = (Ink.SERIES_1, Ink.SERIES_2, Ink.SERIES_3, Ink.SERIES_4, Ink.SERIES_5, Ink.SERIES_6)

LIGHT = {
    Ink.FG: "#1c2128",
    Ink.MUTED: "#57606a",
    Ink.GRID: "#dfe3e8",
    Ink.SURFACE: "#ffffff",
    Ink.SLOWER: "#a84300",
    Ink.FASTER: "#005a94",
    Ink.NEUTRAL: "#57606a",
    Ink.SERIES_1: "#1f5fd0",
    Ink.SERIES_2: "#c90b53",
    Ink.SERIES_3: "#01826b",
    Ink.SERIES_4: "#8f6400",
    Ink.SERIES_5: "#4a1a8c",
    Ink.SERIES_6: "#211811",
}
DARK = {
    Ink.FG: "#e6edf3",
    Ink.MUTED: "#9aa4ae",
    Ink.GRID: "#30363d",
    Ink.SURFACE: "#14181d",
    Ink.SLOWER: "#ff9b57",
    Ink.FASTER: "#6cb6ff",
    Ink.NEUTRAL: "#9aa4ae",
    Ink.SERIES_1: "#4485ef",
    Ink.SERIES_2: "#f780b4",
    Ink.SERIES_3: "#10cd87",
    Ink.SERIES_4: "#f5cf57",
    Ink.SERIES_5: "#c9a8ff",
    Ink.SERIES_6: "#f0f4f7",
}


def declarations(theme: dict[Ink, str]) -> str:
    """The variables of a theme, for a rule in a style sheet: "--fg:#1c2128;--muted:…"."""
    return ";".join(f"{ink.value}:{colour}" for ink, colour in theme.items())
