"""A sheet as an SVG to be set into a page: light and dark by CSS variables, text as text, no ids but two.

Only paths and text, flat and in their order, so that nothing of it can leak into the page or clash with
another figure, however many are set into one. Looks are attributes and not styles: a Content-Security-Policy
may forbid inline styles.
"""

from __future__ import annotations

from html import escape

from bench.render.charts import lettering
from bench.render.charts.sheet import SMALL, Disc, Look, Point, Shape, Sheet, Words
from bench.render.charts.theme import LIGHT, Ink

WIDTH = 480
"""In the pixels of a sheet: on a phone its text is still to be read, in a wide column not too large."""
FONT = "system-ui,Roboto,Arial,sans-serif"
_ANCHORS = {"left": "", "center": ' text-anchor="middle"', "right": ' text-anchor="end"'}


def written(sheet: Sheet, height: float, *, name: str, title: str, description: str) -> str:
    """The SVG, the same for the same sheet; `name` tells its two ids from those of other figures."""
    own = escape(name)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_number(sheet.width)} {_number(height)}" '
        f'width="100%" role="img" aria-labelledby="{own}-title {own}-desc" class="figure" '
        f'font-size="{_number(SMALL)}" stroke-width="1" '
        f'font-family="{FONT}" direction="ltr" fill="none" stroke-linejoin="round" '
        'stroke-linecap="round">'
        f'<title id="{own}-title">{_text(title)}</title><desc id="{own}-desc">{_text(description)}</desc>'
    )
    return "".join([head, *map(_element, sheet.drawn), "</svg>"])


def _element(drawn: Shape | Disc | Words) -> str:
    if isinstance(drawn, Words):
        size = "" if drawn.size == SMALL else f' font-size="{_number(drawn.size)}"'
        whole = f"<title>{_text(drawn.whole)}</title>" if drawn.whole else ""
        weight = ' font-weight="700"' if drawn.bold else ""
        return (
            f'<text x="{_number(drawn.x)}" y="{_number(drawn.y)}" fill="{_colour(drawn.ink)}"'
            f"{size}{_ANCHORS[drawn.anchor]}{weight}>{whole}{_text(drawn.text)}</text>"
        )
    if isinstance(drawn, Disc):
        radius, across = _number(drawn.radius), _number(2 * drawn.radius)
        halves = f"a{radius} {radius} 0 1 0 {across} 0a{radius} {radius} 0 1 0 -{across} 0z"
        path = "".join(f"M{_pair((x - drawn.radius, y))}{halves}" for x, y in drawn.middles)
        return f'<path d="{path}"{_look(drawn.look)}/>'
    end = "z" if drawn.closed else ""
    path = "".join(f"M{'L'.join(map(_pair, piece))}{end}" for piece in drawn.pieces)
    return f'<path d="{path}"{_look(drawn.look)}/>'


def _look(look: Look) -> str:
    made = f' fill="{_colour(look.face)}"' if look.face else ""
    if look.edge:
        made += f' stroke="{_colour(look.edge)}"'
        made += "" if look.width == 1 else f' stroke-width="{_number(look.width)}"'
    if look.dashes:
        made += f' stroke-dasharray="{" ".join(map(_number, look.dashes))}" stroke-linecap="butt"'
    return f'{made} opacity="{look.alpha:g}"' if look.alpha < 1 else made


def _colour(ink: Ink) -> str:
    """The theme's variable; a page that sets none gets the light one."""
    return f"var({ink.value},{LIGHT[ink]})"


def _text(text: str) -> str:
    return escape(lettering.clean(text))


def _pair(point: Point) -> str:
    return f"{_number(point[0])} {_number(point[1])}"


def _number(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
