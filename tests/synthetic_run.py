"""The folder of a run that never took place, of any size: for tests of whole reports and for profiling them.

`python -m tests.synthetic_run FOLDER` makes the largest that a report is built for.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.model import Case, Environment, Plan, Question
from bench.results.codec import case_to_json
from bench.results.folder import JOURNAL, RunFolder
from tests import synthetic
from tests.render import sizes

TURNS = 20
"""Of a short operation in a round; every second question's are long, and have one turn beside a pacemaker."""
_DJANGOS = ("3.2", "4.0", "4.1", "4.2", "5.0", "5.1", "5.2", "6.0", "6.1")
_SLOWER_FROM_5_ON = 1.2


def plan(*, questions: int, environments: int) -> Plan:
    """Twelve cases in each question: four variants at three points, on so many Djangos and a twin."""
    labels = [(label, None) for label in _DJANGOS[:environments]]
    return synthetic.plan(
        questions=tuple(_question(number) for number in range(questions)),
        environments=tuple(
            Environment(
                label=label,
                django=f"{label}.1" if twin_of is None else f"{twin_of}.1",
                python="3.12.1",
                database="SQLite 3.45.1, in memory",
                source="PyPI",
                twin_of=twin_of,
            )
            for label, twin_of in (*labels, (f"{_DJANGOS[0]} twin", _DJANGOS[0]))
        ),
    )


def write(folder: Path, run: Plan, *, forks: int, seed: int = 1) -> RunFolder:
    """Manifest and journal: every case in every environment in every fork."""
    made = RunFolder(folder)
    made.begin(run)
    with (folder / JOURNAL).open("w", encoding="utf-8") as journal:
        for line in _lines(run, forks, random.Random(seed)):
            journal.write(json.dumps(line) + "\n")
    return made


def _question(number: int) -> Question:
    long = number % 2 == 1
    return sizes.question(
        f"question-{number}",
        f"What does question {number} ask?",
        tuple(f"variant {rank} of {number}" for rank in range(4)),
        ("rows", (10, 100, 1000)) if long else ("receivers", (1, 10, 100)),
        unit="batch" if long else "send",
    )


def _lines(run: Plan, forks: int, chance: random.Random) -> Iterator[dict[str, Any]]:
    for question in run.questions:
        for case in question.cases:
            for environment in run.environments:
                counters = {
                    "queries": _size(case) if "rows" in dict(case.axis) else 0,
                    "receiver_calls": _size(case),
                    "python_calls": 7 * _size(case),
                    "bytecodes": 90 * _size(case) + ord(environment.label[0]),
                }
                yield {
                    "kind": "outcome",
                    **case_to_json(case),
                    "environment": environment.label,
                    "state": "measured",
                    "reason": None,
                    "counters": counters,
                }
    for fork in range(forks):
        labels = [environment.label for environment in run.environments]
        yield {"kind": "fork", "fork": fork, "environments": labels, "pinned": True, "preparation_s": 1.0}
        position = 0
        for question in run.questions:
            for case in question.cases:
                for environment in run.environments:
                    yield _slices(case, environment, fork, position, chance)
                    position += 1
        yield {"kind": "clock", "elapsed_s": 60.0 * (fork + 1)}
    yield {"kind": "look", "fork": forks, "share": 1.0, "settled": [], "final": True}


def _slices(
    case: Case, environment: Environment, fork: int, position: int, chance: random.Random
) -> dict[str, Any]:
    long = "rows" in dict(case.axis)
    rank = int(case.variant.split()[1])
    loops = 1 if long else 100
    ns = loops * (50_000.0 if long else 500.0) * _size(case) * (1 + rank / 10)
    if environment.label >= "5":
        ns *= _SLOWER_FROM_5_ON
    ns *= chance.lognormvariate(0, 0.01)
    turns = [round(ns * (1 + 0.01 * chance.random())) for _ in range(1 if long else TURNS)]
    return {
        "kind": "slices",
        "fork": fork,
        "round": 0,
        "position": position,
        **case_to_json(case),
        "environment": environment.label,
        "loops": loops,
        "ns": turns,
        **({"pace_ns": [600_000.5]} if long else {}),
    }


def _size(case: Case) -> int:
    return next(value for _, value in case.axis if isinstance(value, int))


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--questions", type=int, default=40)
    parser.add_argument("--environments", type=int, default=8)
    parser.add_argument("--forks", type=int, default=30)
    given = parser.parse_args()
    write(given.folder, plan(questions=given.questions, environments=given.environments), forks=given.forks)


if __name__ == "__main__":
    _main()
