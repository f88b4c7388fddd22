"""Names that come from elsewhere, made harmless for where they are shown: a terminal, a line, a spreadsheet.

Nothing is dropped: what could act is written out, as Python would write it in a string.
"""

from __future__ import annotations

import functools
import re

_ACTING = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f"  # control characters, which a terminal obeys; the line feed is kept
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # turn the direction of the text around them
    "\u2028\u2029"  # begin a new line
    "\ud800-\udfff]"  # halves of a pair, as of a path that is no UTF-8: they cannot be written
)
_FORMULA_STARTS = ("=", "+", "-", "@")
"""What makes a spreadsheet take a cell for a formula (OWASP, "CSV Injection"); tab and carriage return, which
belong to them, are written out before."""


def visible(text: str) -> str:
    """The text with everything that a terminal would act on written out: an escape as "\\x1b"."""
    return _ACTING.sub(lambda found: found[0].encode("unicode_escape", "surrogatepass").decode(), text)


def one_line(text: str, longest: int | None = None) -> str:
    """The same on one line; a text of more than so many characters loses its middle."""
    line = visible(" ".join(text.split()))
    if longest is None or len(line) <= longest:
        return line
    kept = longest - 1
    return f"{line[: kept - kept // 2]}…{line[len(line) - kept // 2 :]}"


def inert_json(text: str) -> str:
    """The same JSON, whose strings hold no character that acts: json.dumps leaves those beyond ASCII."""
    return _ACTING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


@functools.lru_cache(maxsize=10_000)
def spreadsheet_cell(text: str) -> str:
    """The text as a cell of a CSV file: one that would begin a formula gets a leading apostrophe."""
    line = visible(text).replace("\n", r"\n")
    return f"'{line}" if line.startswith(_FORMULA_STARTS) else line
