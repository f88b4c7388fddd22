"""A profile for speedscope, as its "sampled" kind: each stack once, weighted with its ticks.

The format is that of https://github.com/jlfwong/speedscope/blob/main/src/lib/file-format-spec.ts. The weights
are ticks, not seconds: what an operation takes is measured elsewhere, without a profiler.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from bench.profiles import Sampled, Stack

SCHEMA = "https://www.speedscope.app/file-format-schema.json"


def speedscope(title: str, processes: Iterable[Sampled]) -> str:
    """The text of the file, with a profile for each process."""
    places: dict[tuple[str, str, int], int] = {}

    def place(stack: Stack) -> list[int]:
        return [places.setdefault((frame.function, frame.file, frame.line), len(places)) for frame in stack]

    profiles = []
    for each in processes:
        weights = [number for _, number in each.stacks]
        profiles.append(
            {
                "type": "sampled",
                "name": f"{title}, process {each.fork + 1}",
                "unit": "none",
                "startValue": 0,
                "endValue": sum(weights),
                "samples": [place(stack) for stack, _ in each.stacks],
                "weights": weights,
            }
        )
    frames = [{"name": function, "file": file, "line": line} for function, file, line in places]
    content = {
        "$schema": SCHEMA,
        "name": title,
        "exporter": "signalbench",
        "activeProfileIndex": 0,
        "profiles": profiles,
        "shared": {"frames": frames},
    }
    return json.dumps(content, ensure_ascii=False) + "\n"
