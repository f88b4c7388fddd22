"""A data file is held readable, packed or not at all, by the room there is."""

from __future__ import annotations

import base64
import gzip
import random

import pytest

from bench.render.held_data import held_json, held_packed, packed

TEXT = '{"a": "<b>"}' + " " * 1_000
READABLE = len(TEXT) + 10
"""Each of the two escapes is five characters longer."""
NOISE = random.Random(1).randbytes(600_000).hex()


@pytest.mark.parametrize(("room", "form"), [(READABLE + 1, "json"), (READABLE, "gzip"), (20, None)])
def test_json_takes_the_best_form_that_fits(room: int, form: str | None) -> None:
    held = held_json(TEXT, packed(TEXT, 10_000), room)
    assert (held and held["type"]) == (form and f"application/{form}")


def test_a_packed_file_is_held_if_it_is_smaller_than_the_room_to_the_byte() -> None:
    text = packed(NOISE, 10_000_000)
    assert text
    assert gzip.decompress(base64.b64decode(text)).decode() == NOISE
    assert packed(NOISE, len(text) + 1) == text
    assert packed(NOISE, len(text)) is None
    assert held_packed(text, len(text) + 1) == {"type": "application/gzip", "text": text}
    assert held_packed(text, len(text)) is None


def test_no_file_is_not_held() -> None:
    assert packed("", 1_000) is None
    assert held_packed(None, 1_000) is None
