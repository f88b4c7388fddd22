"""What the looks at several runs come to when the runs are merged.

A run that was looked at while it was measured has divided the error that its report may make (model.Look):
a point that was settled at a look keeps that look's share, all others have the rest. Points stop in each run
by themselves, so in the merged run they stop at a combination of looks. The error of a combination is the
product of its shares: these add up to the whole, so all together miss no more often than one run does.

That holds for runs that are merged whatever they found. Who measures another one because the first ones left
something unclear has looked at those, which no journal knows of.
"""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

Line = dict[str, Any]
Spending = tuple[dict[str, float], float]
"""The share of each point that was settled, points as JSON; and that of all others."""


def merged_looks(runs: Sequence[Sequence[Line]], forks: int) -> list[Line]:
    """The look lines of a merged journal of so many forks, in place of those of the runs' own journals.

    There are no fewer of them than there were, so that a run that is gone on with does not look anew.
    """
    spent = [_spending(lines) for lines in runs]
    rest = math.prod(left for _, left in spent)
    settled: defaultdict[float, list[Any]] = defaultdict(list)
    for point in dict.fromkeys(point for points, _ in spent for point in points):
        settled[math.prod(points.get(point, left) for points, left in spent)].append(json.loads(point))
    own = [[line for line in lines if line["kind"] == "look"] for lines in runs]
    empty = sum(not line["final"] for lines in own for line in lines)
    unused = max(0.0, 1 - rest - sum(settled))
    endings = [sum(line["final"] for line in lines) for lines in own]
    looks: list[Line] = [
        *({"share": share, "settled": points, "final": False} for share, points in settled.items()),
        *({"share": unused / empty, "settled": [], "final": False} for _ in range(empty)),
        *({"share": rest, "settled": [], "final": True} for _ in range(_combined(endings))),
    ]
    return [{"kind": "look", "fork": forks, **look} for look in looks]


def _spending(lines: Iterable[Line]) -> Spending:
    """As bench.analysis.shares reads a journal: a point that was timed after its look is not settled."""
    last: dict[str, int] = {}
    looks = []
    for line in lines:
        if line["kind"] == "look" and not line["final"]:
            looks.append(line)
        elif "question" in line and "fork" in line:
            point = json.dumps([line["question"], line["axis"]])
            last[point] = max(last.get(point, 0), line["fork"])
    settled = {
        point: look["share"]
        for look in looks
        for point in map(json.dumps, look["settled"])
        if last.get(point, -1) < look["fork"]
    }
    return settled, 1 - sum(look["share"] for look in looks)


def _combined(endings: Sequence[int]) -> int:
    """A run that ended twice might have stopped at either; one that was killed ends by being merged."""
    return math.prod(max(1, count) for count in endings) if any(endings) else 0
