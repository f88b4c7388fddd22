"""The data files of a report as the page holds them, in script elements, as far as there is room."""

from __future__ import annotations

import base64
import zlib

from django.utils.safestring import mark_safe

_JSON_ESCAPES = {"&": "\\u0026", "<": "\\u003c", ">": "\\u003e"}
_GZIP = 31
"""zlib's name for its largest window with gzip's header, which it writes without a time."""
_PIECE = 1 << 18
"""Bytes that are packed before it is asked whether there still is room."""

Held = dict[str, str]
"""The element's type and its text."""


def packed(text: str, most: int) -> str | None:
    """Base64 of the gzipped text in less than `most` bytes; None where it does not fit, or for no text.

    Other threads run meanwhile: zlib lets go of the interpreter.
    """
    content, packer, made = text.encode(), zlib.compressobj(9, wbits=_GZIP), bytearray()
    for start in range(0, len(content), _PIECE):
        made += packer.compress(content[start : start + _PIECE])
        if len(made) * 4 // 3 >= most:
            return None
    encoded = base64.b64encode(made + packer.flush()).decode()
    return encoded if text and len(encoded) < most else None


def held_json(text: str, packed_text: str | None, room: int) -> Held | None:
    """The file in less than `room` bytes: readable if that fits, else packed; None where neither does.

    It stays readable where its escapes can be undone to the very same bytes.
    """
    if len(text) < room and not any(escape in text for escape in _JSON_ESCAPES.values()):
        escaped = text
        for character, escape in _JSON_ESCAPES.items():
            escaped = escaped.replace(character, escape)
        if len(escaped.encode()) < room:
            return {"type": "application/json", "text": mark_safe(escaped)}
    return held_packed(packed_text, room)


def held_packed(packed_text: str | None, room: int) -> Held | None:
    """The packed file, if it takes less than `room` bytes."""
    if packed_text is None or len(packed_text) >= room:
        return None
    return {"type": "application/gzip", "text": packed_text}
