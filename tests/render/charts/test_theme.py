"""Every ink can be read, in both themes, and the series are told apart by colour-blind eyes."""

from __future__ import annotations

import itertools

import pytest

from bench.render.charts.theme import DARK, LIGHT, SERIES, Ink, declarations

Theme = dict[Ink, str]
# Machado, Oliveira and Fernandes (2009), severity 1.0, for linear RGB.
PROTANOPIA = (
    (0.152286, 1.052583, -0.204868),
    (0.114503, 0.786281, 0.099216),
    (-0.003882, -0.048116, 1.051998),
)
DEUTERANOPIA = (
    (0.367322, 0.860646, -0.227968),
    (0.280085, 0.672501, 0.047413),
    (-0.011820, 0.042940, 0.968881),
)
NORMAL = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))


def linear(colour: str) -> tuple[float, ...]:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return tuple(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)


def contrast(one: str, other: str) -> float:
    """WCAG 2.1, 1.4.3."""
    bright = [0.2126 * red + 0.7152 * green + 0.0722 * blue for red, green, blue in map(linear, (one, other))]
    return (max(bright) + 0.05) / (min(bright) + 0.05)


def lab(rgb: tuple[float, ...]) -> tuple[float, float, float]:
    """CIE L*a*b* under D65."""
    red, green, blue = (min(max(part, 0.0), 1.0) for part in rgb)
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883
    fx, fy, fz = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_every_ink_but_the_grid_reads_as_text(theme: Theme) -> None:
    for ink in set(Ink) - {Ink.GRID, Ink.SURFACE}:
        assert contrast(theme[ink], theme[Ink.SURFACE]) >= 4.5, ink


@pytest.mark.parametrize("eyes", [NORMAL, PROTANOPIA, DEUTERANOPIA], ids=["normal", "protan", "deutan"])
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_series_are_told_apart(theme: Theme, eyes: tuple[tuple[float, ...], ...]) -> None:
    seen = {
        ink: lab(
            tuple(sum(w * part for w, part in zip(row, linear(theme[ink]), strict=True)) for row in eyes)
        )
        for ink in SERIES
    }
    for one, other in itertools.combinations(SERIES, 2):
        distance = sum((a - b) ** 2 for a, b in zip(seen[one], seen[other], strict=True)) ** 0.5
        assert distance >= 20, (one, other, distance)


def test_declarations_set_every_variable() -> None:
    assert declarations(LIGHT).startswith("--fg:#1c2128;--muted:#57606a;")
    assert declarations(DARK).count("--") == len(Ink)
