"""A sheet as a PNG for a README, an issue or a slide: 800 pixels wide and drawn at twice that, opaque."""

from __future__ import annotations

import io

import matplotlib
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from bench.render.charts.sheet import DPI, Sheet

WIDTH = 800
"""In the pixels of a sheet; the picture has two for each, so 1,600."""


def written(sheet: Sheet, height: float, *, title: str, description: str) -> bytes:
    """The PNG's bytes, the same for the same sheet; `description` stands in its metadata."""
    figure = sheet.finished(round(height))
    pixels = io.BytesIO()
    with matplotlib.rc_context({"path.simplify": False, "text.usetex": False, "text.hinting": "none"}):
        figure.savefig(pixels, format="rgba", dpi=2 * DPI)
    image = Image.frombytes("RGBA", (2 * WIDTH, 2 * round(height)), pixels.getvalue())
    metadata = PngInfo()
    metadata.add_text("Title", title)
    metadata.add_text("Description", description)
    file = io.BytesIO()
    few_colours = image.convert("RGB").quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    few_colours.save(file, format="png", pnginfo=metadata, compress_level=6)
    return file.getvalue()
