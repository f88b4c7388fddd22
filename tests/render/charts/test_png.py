"""Sheets as pictures: what is drawn where, in few colours."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image

from bench.render.charts import png
from bench.render.charts.sheet import Mark, Sheet
from bench.render.charts.theme import LIGHT, Ink


def picture(sheet: Sheet, height: float = 100) -> Image.Image:
    data = png.written(sheet, height, title="Title", description="What is seen")
    return Image.open(io.BytesIO(data)).convert("RGB")


def colour(ink: Ink) -> tuple[int, ...]:
    return tuple(int(LIGHT[ink][at : at + 2], 16) for at in (1, 3, 5))


def test_shapes_stand_where_they_were_drawn_and_the_rest_is_ground() -> None:
    sheet = Sheet(width=png.WIDTH, padding=0)
    sheet.box(100, 20, 50, 30, Ink.SLOWER)
    sheet.marks(Mark.CIRCLE, [(300, 50), (400, 50)], Ink.FASTER, size=20)
    seen = picture(sheet)
    assert seen.size == (1600, 200)
    assert [seen.getpixel(place) for place in ((250, 70), (600, 100), (800, 100))] == [
        colour(Ink.SLOWER),
        colour(Ink.FASTER),
        colour(Ink.FASTER),
    ]
    for corner in ((0, 0), (1599, 0), (0, 199), (1599, 199), (250, 150)):
        assert seen.getpixel(corner) == colour(Ink.SURFACE)


def test_text_ends_at_its_anchor() -> None:
    sheet = Sheet(width=png.WIDTH, padding=0)
    sheet.text(400, 50, "1.25× slower", anchor="right")
    dark = np.argwhere(np.asarray(picture(sheet).convert("L")) < 128)
    assert 780 < dark[:, 1].max() <= 801
    assert dark[:, 0].max() <= 101


def test_frequent_colours_stay_as_they_are_and_rare_ones_become_the_nearest() -> None:
    ramp = np.arange(256, dtype=np.uint8)
    pixels = np.full((6, 256, 4), 255, dtype=np.uint8)
    pixels[0, :, 0] = ramp
    pixels[1, :, 1] = ramp
    pixels[2:5, :, :3] = (10, 20, 30)
    few = png.few_colours(pixels)
    seen = np.asarray(few.convert("RGB"))
    assert len(few.getcolors() or []) <= 256
    assert (seen[2:] == pixels[2:, :, :3]).all()
    assert np.abs(seen.astype(int) - pixels[..., :3]).max() <= 8
