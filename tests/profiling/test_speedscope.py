"""The speedscope file: every process a profile, every stack once, weighted with its ticks."""

from __future__ import annotations

import json

from bench.profiling.speedscope import speedscope
from tests.profiling.samples import processes


def test_each_process_is_a_sampled_profile_whose_frames_all_share():
    content = json.loads(speedscope("send", processes((30, 31), (10, 9))))
    assert content["$schema"] == "https://www.speedscope.app/file-format-schema.json"
    first, second = content["profiles"]
    assert (first["type"], first["unit"], first["endValue"]) == ("sampled", "none", 40)
    assert (first["weights"], second["weights"]) == ([30, 10], [31, 9])
    assert first["samples"] == second["samples"]
    names = [content["shared"]["frames"][place]["name"] for place in first["samples"][1]]
    assert names == ["time_slice", "<lambda>", "send", "receiver"]
