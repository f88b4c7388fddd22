"""Runs of the same plan on the same machine, added up to one run.

Forks are numbered through, times and budgets add up, and nothing that was measured is left out. A fork line
of the merged journal says where its fork is from:

    {"kind": "fork", "fork": 12, ..., "origin": {"created", "seed", "fork"}}: of which run, and which of its
     forks; the seed and that number are what its random order was drawn from

So forks that were merged once are known again, and never counted twice.
"""

from __future__ import annotations

import dataclasses
import itertools
import json
import random
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.errors import SignalbenchError, UsageError
from bench.model import CellState, Plan
from bench.output_file import write_whole
from bench.results.folder import JOURNAL, RunFolder
from bench.results.merged_looks import merged_looks
from bench.results.same_plan import machine_difference, plan_difference

if sys.platform == "win32":
    fcntl = None
else:
    import fcntl

Line = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Source:
    """A run to be merged, as it lies on the disk."""

    path: Path
    journal: bytes
    """Without a torn last line."""
    lines: list[Line]
    """Of the journal. Each fork line has its origin."""


def merge(sources: Sequence[RunFolder], target: Path, *, created: str, command: str) -> RunFolder:
    """Write a run folder at `target` that holds the forks of all the sources, and return it.

    created: now, in UTC and ISO 8601. The first source's plan is taken over, with the sum of the budgets and
    a seed of its own, so that forks added later are drawn unlike those of the sources. A cell that failed in
    one source has failed. The folder appears whole or not at all.

    Raises UsageError for plans or machines that differ, forks that would count twice, a folder that is no
    run, a target that holds something; SignalbenchError for a run that is being measured into, or a file
    that cannot be read or written.
    """
    if len(sources) < 2:
        raise UsageError(f"merging takes two runs or more, got {len(sources)}")
    with ExitStack() as held:
        plans = [source.plan() for source in sources]
        for source, plan in zip(sources[1:], plans[1:], strict=True):
            if differs := plan_difference(plans[0], plan) or machine_difference(plans[0], plan):
                raise UsageError(f"{sources[0].path} and {source.path} cannot be merged: {differs}")
        for source in sources:
            held.enter_context(_left_alone(source))
        taken = [_read(source, plan) for source, plan in zip(sources, plans, strict=True)]
    for one, other in itertools.combinations(taken, 2):
        if _origins(one) & _origins(other) or one.journal == other.journal:
            raise UsageError(f"{one.path} and {other.path} hold the same forks, which would count twice")
    plan = dataclasses.replace(
        plans[0], created=created, command=command, seed=_seed(plans), budget_s=sum(p.budget_s for p in plans)
    )
    _write(target, plan, _renumbered(taken))
    return RunFolder(target)


@contextmanager
def _left_alone(folder: RunFolder) -> Iterator[None]:
    """Have nobody measure into the folder meanwhile. Raises SignalbenchError if somebody does already."""
    path = folder.path / JOURNAL
    if not folder.has_journal():
        raise UsageError(f"{folder.path} has no {JOURNAL}: nothing was measured in it yet")
    try:
        file = path.open("rb")
    except OSError as error:
        raise SignalbenchError(f"cannot read {path}: {error.strerror}") from error
    with file:
        if fcntl is not None:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                raise SignalbenchError(
                    f"{folder.path} is being measured into by another process; wait for it, or stop it"
                ) from None
        yield


def _read(folder: RunFolder, plan: Plan) -> _Source:
    try:
        folder.history()
    except SignalbenchError as error:
        raise SignalbenchError(f"{folder.path}: {error}") from error
    whole = (folder.path / JOURNAL).read_bytes().rpartition(b"\n")[0]
    lines: list[Line] = [json.loads(line) for line in whole.splitlines()]
    for line in lines:
        if line["kind"] == "fork":
            line.setdefault("origin", {"created": plan.created, "seed": plan.seed, "fork": line["fork"]})
    return _Source(path=folder.path, journal=whole, lines=lines)


def _origins(source: _Source) -> set[tuple[object, ...]]:
    return {tuple(line["origin"].values()) for line in source.lines if line["kind"] == "fork"}


def _seed(plans: Sequence[Plan]) -> int:
    return random.Random(" ".join(f"{plan.created}/{plan.seed}" for plan in plans)).randrange(2**31)


def _renumbered(sources: Sequence[_Source]) -> Iterator[Line]:
    """The lines of all sources, forks and clock counted on; in the end, what failed and what was settled."""
    forks, elapsed_s = 0, 0.0
    failed: dict[str, Line] = {}
    for source in sources:
        clock_s = 0.0
        outcomes: dict[str, Line] = {}
        for line in source.lines:
            if line["kind"] == "look":
                continue
            moved = dict(line)
            if "fork" in line:
                moved["fork"] = forks + line["fork"]
            if line["kind"] == "clock":
                clock_s = line["elapsed_s"]
                moved["elapsed_s"] = round(elapsed_s + clock_s, 3)
            if line["kind"] == "outcome":
                outcomes[_cell(line)] = line
            yield moved
        failed |= {cell: line for cell, line in outcomes.items() if line["state"] == CellState.FAILED.value}
        forks += 1 + max((line["fork"] for line in source.lines if line["kind"] == "fork"), default=-1)
        elapsed_s += clock_s
    yield from failed.values()
    yield from merged_looks([source.lines for source in sources], forks)


def _cell(line: Line) -> str:
    return json.dumps([line["question"], line["variant"], line["axis"], line["environment"]])


def _write(target: Path, plan: Plan, lines: Iterator[Line]) -> None:
    """Make the folder under another name and rename it, so that nobody ever sees half a run."""
    try:
        if target.exists() and (not target.is_dir() or any(target.iterdir())):
            raise UsageError(f"{target} holds something already; choose another -o")
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(
            dir=target.parent, prefix=f".{target.name}.", ignore_cleanup_errors=True
        ) as unfinished:
            merged = RunFolder(Path(unfinished) / "run")
            merged.begin(plan)
            write_whole(merged.path / JOURNAL, "".join(json.dumps(line) + "\n" for line in lines))
            merged.history()
            if target.exists():
                target.rmdir()
            merged.path.rename(target)
    except OSError as error:
        raise SignalbenchError(f"cannot write to {target}: {error.strerror}") from error
