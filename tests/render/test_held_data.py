"""A data file is held readable, packed or not at all, by the room there is."""

from __future__ import annotations

import base64
import gzip
import random

import pytest

from bench.render.held_data import held_json, held_packed

TEXT = '{"a": "<b>"}' + " " * 1_000
READABLE = len(TEXT) + 10
"""Each of the two escapes is five characters longer."""
NOISE = random.Random(1).randbytes(600_000).hex()


@pytest.mark.parametrize(("room", "form"), [(READABLE + 1, "json"), (READABLE, "gzip"), (20, None)])
def test_json_takes_the_best_form_that_fits(room: int, form: str | None) -> None:
    held = held_json(TEXT, room)
    assert (held and held["type"]) == (form and f"application/{form}")


def test_a_packed_file_is_held_if_it_is_smaller_than_the_room_to_the_byte() -> None:
    held = held_packed(NOISE, 10_000_000)
    assert held
    assert gzip.decompress(base64.b64decode(held["text"])).decode() == NOISE
    assert held_packed(NOISE, len(held["text"]) + 1) == held
    assert held_packed(NOISE, len(held["text"])) is None


def test_no_file_is_not_held() -> None:
    assert held_packed("", 1_000) is None
