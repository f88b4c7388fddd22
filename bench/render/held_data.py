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


def held_json(text: str, room: int) -> Held | None:
    """The file in less than `room` bytes: readable if that fits, else packed; None where neither does.

    It stays readable where its escapes can be undone to the very same bytes.
    """
    if len(text) < room and not any(escape in text for escape in _JSON_ESCAPES.values()):
        escaped = text
        for character, escape in _JSON_ESCAPES.items():
            escaped = escaped.replace(character, escape)
        if len(escaped.encode()) < room:
            return {"type": "application/json", "text": mark_safe(escaped)}
    return held_packed(text, room)


def held_packed(text: str, room: int) -> Held | None:
    """Base64 of the gzipped text in less than `room` bytes; None where it does not fit, or for no text."""
    content, packer, packed = text.encode(), zlib.compressobj(9, wbits=_GZIP), bytearray()
    for start in range(0, len(content), _PIECE):
        packed += packer.compress(content[start : start + _PIECE])
        if len(packed) * 4 // 3 >= room:
            return None
    encoded = base64.b64encode(packed + packer.flush()).decode()
    return {"type": "application/gzip", "text": encoded} if text and len(encoded) < room else None
