"""JSON with a line for each value, the very text of `json.dumps(value, indent=1, ensure_ascii=False)`.

That has no C code for indented text and takes five times as long. Compact JSON has, and its separators may
hold the line feed and the indentation of one depth: so what holds nothing nested is written in one go.
"""

from __future__ import annotations

import functools
import json
from typing import Any


def indented(value: Any, depth: int = 0) -> str:
    """The text; the lines after the first are indented by one space more than the depth.

    Keys are strings. Raises ValueError for NaN and infinities, which JSON does not have.
    """
    if not isinstance(value, dict | list) or not value:
        return _encoder(depth).encode(value)
    separator = _separator(depth + 1)
    if not any(isinstance(member, dict | list) for member in _members(value)):
        flat = _encoder(depth + 1).encode(value)
        opening, content, closing = flat[0], flat[1:-1], flat[-1]
    elif isinstance(value, dict):
        opening, closing = "{", "}"
        content = separator.join(
            f"{_encoder(0).encode(key)}: {indented(member, depth + 1)}" for key, member in value.items()
        )
    else:
        opening, closing = "[", "]"
        content = separator.join(indented(member, depth + 1) for member in value)
    return f"{opening}{separator[1:]}{content}{_separator(depth)[1:]}{closing}"


def _members(value: dict[str, Any] | list[Any]) -> Any:
    return value.values() if isinstance(value, dict) else value


@functools.cache
def _separator(depth: int) -> str:
    return ",\n" + " " * depth


@functools.cache
def _encoder(depth: int) -> json.JSONEncoder:
    return json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(_separator(depth), ": "))
