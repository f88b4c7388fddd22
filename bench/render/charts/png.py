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
_EXACT = 48
"""So many colours stay as they are: the inks, plain and over one another."""
_ANCHORS = {"left": "ls", "center": "ms", "right": "rs"}


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
    """Opaque RGBA pixels with a palette: the most frequent colours as they are, then others in coarser steps,
    as the smooth edges of shapes and letters have thousands; for any more, the nearest of these.
    """
    packed = np.ascontiguousarray(pixels).view(np.uint32)[..., 0]
    ground = packed[0, 0]
    elsewhere = packed != ground
    colours, places, counts = np.unique(packed[elsewhere], return_inverse=True, return_counts=True)
    kept = np.argsort(-counts, kind="stable")[:_EXACT]
    others = np.setdiff1d(np.arange(len(colours)), kept)
    steps, step_of = np.unique(_coarser(colours[others]), return_inverse=True)
    used = np.bincount(step_of, weights=counts[others], minlength=len(steps))
    frequent = steps[np.argsort(-used, kind="stable")[: _COLOURS - 1 - len(kept)]]
    palette = np.concatenate([[ground], colours[kept], frequent]).astype(np.uint32)
    nearest = _nearest(_rgb(steps), _rgb(palette))
    place_of = np.empty(len(colours), dtype=np.uint8)
    place_of[kept] = np.arange(1, len(kept) + 1)
    place_of[others] = nearest[step_of]
    image = np.zeros(packed.shape, dtype=np.uint8)
    image[elsewhere] = place_of[places]
    made = Image.fromarray(image)
    made.putpalette(_rgb(palette).tobytes())
    return made


def _coarser(packed: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Each channel at the nearest of 16 levels, which black and white are among."""
    channels = packed.view(np.uint8).astype(np.uint16)
    return ((channels + 8) // 17 * 17).astype(np.uint8).view(np.uint32)


def _nearest(wanted: NDArray[np.uint8], palette: NDArray[np.uint8]) -> NDArray[np.intp]:
    """The place in the palette of each colour."""
    known = palette.astype(np.float32)
    distances = (known**2).sum(axis=1) - 2 * wanted.astype(np.float32) @ known.T
    places: NDArray[np.intp] = distances.argmin(axis=1)
    return places


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
    paths = [_path(drawn)] if isinstance(drawn, Shape) else _circles(drawn)
    face = _rgba(look.face, look.alpha) if look.face else None
    for path in paths:
        renderer.draw_path(context, path, upright, face)  # type: ignore[no-untyped-call]


def _circles(disc: Disc) -> list[Path]:
    return [Path.circle(middle, disc.radius) for middle in disc.middles]


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
