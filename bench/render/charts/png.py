"""A sheet as a PNG for a README, an issue or a slide: 800 pixels wide and drawn at twice that, opaque.

Matplotlib has no type hints for its renderer's methods, so calls of these are not checked.
"""

from __future__ import annotations

import io
import unicodedata
from functools import lru_cache

import numpy as np
from matplotlib import rc_context
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.colors import to_rgba
from matplotlib.path import Path
from matplotlib.transforms import Affine2D
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont
from PIL.PngImagePlugin import PngInfo

from bench.render.charts import lettering
from bench.render.charts.sheet import Disc, Point, Shape, Sheet, Words
from bench.render.charts.theme import LIGHT, Ink

WIDTH = 800
"""In the pixels of a sheet; the picture has two for each, so 1,600."""
_FINE = 2
_DPI = 72 * _FINE
"""At which a point, Matplotlib's unit of line width and font size, is a pixel of the sheet."""
_COLOURS = 256
_ANCHORS = {"left": "ls", "center": "ms", "right": "rs"}
_UNIT_CIRCLE = Path.unit_circle()


def written(sheet: Sheet, height: float, *, title: str, description: str) -> bytes:
    """The PNG's bytes, the same for the same sheet; `description` stands in its metadata.

    Shapes are painted by Matplotlib's Agg and texts, over all of them, by Pillow, which is ten times as fast
    at it.
    """
    rows = _FINE * round(height)
    with rc_context({"path.simplify": False}):
        renderer = RendererAgg(_FINE * WIDTH, rows, _DPI)  # type: ignore[no-untyped-call]
        upright = Affine2D().scale(_FINE, -_FINE).translate(0, rows)
        ground = Sheet(width=WIDTH, padding=0)
        ground.box(-1, -1, WIDTH + 2, height + 2, Ink.SURFACE)
        for drawn in (*ground.drawn, *sheet.drawn):
            if not isinstance(drawn, Words):
                _paint(renderer, drawn, upright)
    image = Image.fromarray(np.asarray(renderer.buffer_rgba()))  # type: ignore[no-untyped-call]
    canvas = ImageDraw.Draw(image)
    for drawn in sheet.drawn:
        if isinstance(drawn, Words):
            at = round(_FINE * drawn.x), round(_FINE * drawn.y)
            font = _font(drawn.size * _FINE, drawn.bold, _runs_left(drawn.text))
            canvas.text(at, drawn.text, fill=LIGHT[drawn.ink], font=font, anchor=_ANCHORS[drawn.anchor])
    metadata = PngInfo()
    metadata.add_text("Title", title)
    metadata.add_text("Description", description)
    file = io.BytesIO()
    few_colours(np.asarray(image)).save(file, format="png", pnginfo=metadata, compress_level=4)
    return file.getvalue()


def few_colours(pixels: NDArray[np.uint8]) -> Image.Image:
    """Opaque RGBA pixels with a palette: the 256 most frequent colours, and for any other the nearest."""
    packed = np.ascontiguousarray(pixels).view(np.uint32)[..., 0]
    ground = packed[0, 0]
    elsewhere = packed != ground
    colours, places, counts = np.unique(packed[elsewhere], return_inverse=True, return_counts=True)
    order = np.argsort(-counts, kind="stable")
    palette = np.concatenate([[ground], colours[order[: _COLOURS - 1]]]).astype(np.uint32)
    rgb = _rgb(palette)
    place_of = np.empty(len(colours), dtype=np.uint8)
    place_of[order[: _COLOURS - 1]] = np.arange(1, len(palette))
    rare = order[_COLOURS - 1 :]
    wanted, known = _rgb(colours[rare]).astype(np.float32), rgb.astype(np.float32)
    place_of[rare] = ((known**2).sum(axis=1) - 2 * wanted @ known.T).argmin(axis=1)
    image = np.zeros(packed.shape, dtype=np.uint8)
    image[elsewhere] = place_of[places]
    made = Image.fromarray(image)
    made.putpalette(rgb.tobytes())
    return made


def _rgb(packed: NDArray[np.uint32]) -> NDArray[np.uint8]:
    return packed.view(np.uint8).reshape(-1, 4)[:, :3]


def _paint(renderer: RendererAgg, drawn: Shape | Disc, upright: Affine2D) -> None:
    look = drawn.look
    context = renderer.new_gc()
    context.set_linewidth(look.width if look.edge else 0)
    context.set_foreground(_rgba(look.edge or Ink.FG, look.alpha), isRGBA=True)
    context.set_capstyle("butt" if look.dashes else "round")
    context.set_joinstyle("round")
    context.set_snap(False)
    if look.dashes:
        context.set_dashes(0, look.dashes)
    if isinstance(drawn, Disc):
        path, place = _UNIT_CIRCLE, Affine2D().scale(drawn.radius).translate(*drawn.middle) + upright
    else:
        path, place = _path(drawn), upright
    face = _rgba(look.face, look.alpha) if look.face else None
    renderer.draw_path(context, path, place, face)  # type: ignore[no-untyped-call]


def _path(shape: Shape) -> Path:
    points: list[Point] = []
    codes: list[np.uint8] = []
    for piece in shape.pieces:
        points += [*piece, piece[0]] if shape.closed else piece
        codes += [Path.MOVETO, *[Path.LINETO] * (len(piece) - 1)]
        codes += [Path.CLOSEPOLY] if shape.closed else []
    return Path(points, codes)


def _runs_left(text: str) -> bool:
    """Whether any of it is written from right to left."""
    return any(unicodedata.bidirectional(character) in ("R", "AL") for character in text)


@lru_cache(maxsize=64)
def _font(size: float, bold: bool, runs_left: bool) -> ImageFont.FreeTypeFont:
    """In pixels of the picture. Only where letters change places is the shaping engine needed, which not
    every Pillow has."""
    engine = ImageFont.Layout.RAQM if runs_left else ImageFont.Layout.BASIC
    return ImageFont.truetype(lettering.BOLD if bold else lettering.REGULAR, size, layout_engine=engine)


@lru_cache(maxsize=64)
def _rgba(ink: Ink, alpha: float) -> tuple[float, float, float, float]:
    return to_rgba(LIGHT[ink], alpha)
