"""A sheet as an SVG to be set into a page: light and dark by CSS variables, text as text, no ids but two.

What Matplotlib writes is parsed and written anew: only shapes and text are kept, flat and in their order,
and the sentinel colours become `var(--fg, #1c2128)` and so on. So nothing of it can leak into the page or
clash with another figure, however many are set into one.
"""

from __future__ import annotations

import io
import re
from xml.etree import ElementTree

import matplotlib

from bench.render.charts import lettering
from bench.render.charts.sheet import DPI, Sheet
from bench.render.charts.theme import LIGHT, SENTINELS

WIDTH = 480
"""In the pixels of a sheet: on a phone its text is still to be read, in a wide column not too large."""
FONT = "system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif"
_SVG = "{http://www.w3.org/2000/svg}"
_VARIABLES = {SENTINELS[ink]: f"var({ink.value},{colour})" for ink, colour in LIGHT.items()}
_LONG_NUMBER = re.compile(r"-?\d+\.\d{2,}")


def written(sheet: Sheet, height: float, *, name: str, title: str, description: str) -> str:
    """The SVG, the same for the same sheet; `name` tells its two ids from those of other figures."""
    figure = sheet.finished(height)
    file = io.StringIO()
    with matplotlib.rc_context(
        {"svg.fonttype": "none", "svg.hashsalt": name, "path.simplify": False, "text.usetex": False}
    ):
        figure.savefig(
            file, format="svg", dpi=DPI, facecolor="none", metadata={"Date": None, "Creator": None}
        )
    root = ElementTree.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {_short(str(sheet.width))} {_short(f'{height:.2f}')}",
            "width": "100%",
            "role": "img",
            "aria-labelledby": f"{name}-title {name}-desc",
            "class": "figure",
            "font-family": FONT,
            "direction": "ltr",
            "fill": "none",
            "stroke-linejoin": "round",
            "stroke-linecap": "round",
        },
    )
    for tag, text in (("title", title), ("desc", description)):
        ElementTree.SubElement(root, tag, {"id": f"{name}-{tag}"}).text = lettering.clean(text)
    for element in ElementTree.fromstring(file.getvalue()).iter():
        if element.tag == f"{_SVG}path":
            _shape(root, element)
        elif element.tag == f"{_SVG}text":
            _text(root, element)
    return ElementTree.tostring(root, encoding="unicode")


def _shape(root: ElementTree.Element, element: ElementTree.Element) -> None:
    style = _style(element)
    painted = {key: style[key] for key in ("fill", "stroke") if style.get(key, "none") != "none"}
    if painted:
        ElementTree.SubElement(
            root, "path", {"d": _short(" ".join(element.attrib["d"].split())), **_look(style)}
        )


def _text(root: ElementTree.Element, element: ElementTree.Element) -> None:
    style = _style(element)
    look = {"x": _short(element.attrib["x"]), "y": _short(element.attrib["y"]), **_look(style)}
    look["font-size"] = style["font-size"].removesuffix("px")
    for key, default in (("text-anchor", "start"), ("font-weight", "400")):
        if style.get(key, default) != default:
            look[key] = style[key]
    ElementTree.SubElement(root, "text", look).text = element.text


def _style(element: ElementTree.Element) -> dict[str, str]:
    declarations = element.get("style", "").split(";")
    return {key.strip(): value.strip() for key, _, value in (part.partition(":") for part in declarations)}


def _look(style: dict[str, str]) -> dict[str, str]:
    """The attributes that say how a shape or text is painted, without those that the root has set.

    Attributes and not a style: a Content-Security-Policy may forbid inline styles.
    """
    look = {}
    for key in ("fill", "stroke"):
        if style.get(key, "none") != "none":
            look[key] = _VARIABLES[style[key]]
    for key in ("fill-opacity", "stroke-opacity", "opacity", "stroke-dasharray"):
        if key in style:
            look[key] = _short(style[key])
    if "stroke" in look:
        look["stroke-width"] = _short(style.get("stroke-width", "1"))
        if "stroke-dasharray" in style:
            look["stroke-linecap"] = "butt"
    return look


def _short(numbers: str) -> str:
    return _LONG_NUMBER.sub(lambda match: f"{float(match.group()):.2f}".rstrip("0").rstrip("."), numbers)
