"""The text is that of json.dumps, whatever is nested in what."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bench.results.indented_json import indented


@pytest.mark.parametrize(
    "value",
    [
        None,
        "a",
        [],
        {},
        [1, 2.5, None, True],
        {"a": 1, "b": 'ü\n"<\u2028\ud800'},
        {"a": [], "b": {}, "c": 1},
        [[1], [], {"a": [{"b": 1e-9, "c": [1, [2, [3]]]}]}, 0.1],
        {'"ü': {"x": {"y": {"z": 1}, "w": 2}}, "t": ["a", "b"]},
    ],
)
def test_it_is_what_json_writes(value: Any) -> None:
    assert indented(value) == json.dumps(value, indent=1, ensure_ascii=False)


@pytest.mark.parametrize("nested", [float("nan"), [float("inf")], {"a": [{"b": float("nan")}, []]}])
def test_what_json_does_not_have_is_refused(nested: Any) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        indented(nested)
