"""Pieces of Markdown that several sections are made of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bench.render.inert import visible
from bench.render.markdown import escape


def code(command: str) -> str:
    """A command to copy, in a block that nothing in it can end."""
    line = visible(command).replace("\n", " ")
    fence = "`" * max(3, 1 + max(map(len, re.findall("`+", line)), default=0))
    return f"{fence}console\n{line}\n{fence}\n"


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Cells are Markdown already."""
    lines = [headings, ["---"] * len(headings), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def folded(title: str, content: str) -> str:
    """Hidden until it is clicked on."""
    return f"<details><summary>{escape(title)}</summary>\n\n{content}\n</details>\n\n"


def anchor(heading: str) -> str:
    """What a code host makes of a heading for links to it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
