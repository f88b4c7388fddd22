"""Profiles of cases: several processes for each side, which sample in turns.

A fork starts a worker for every side, checks each case against its oracle, and then has the workers sample
short stretches one after another, in random order, until the fork's time is over. So a slow spell of the
machine meets all sides, and the processes of one fork can be compared with each other.

Unlike workers that are timed, these are not bound to one processor core: the thread that ticks would hardly
get its turn on it.
"""

from __future__ import annotations

import contextlib
import random
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.errors import SignalbenchError
from bench.lockstep.databases import Lease
from bench.lockstep.worker_process import OperationError, WorkerFailure, WorkerProcess
from bench.model import CellState
from bench.profiles import Frame, Sampled, Side, Stack
from bench.results.codec import case_to_json

SLICE_NS = 10_000_000
"""About how long the calls of one slice take without a profiler."""
STRETCH_S = 0.1
"""Short, so that the sides meet the same spells of the machine."""
FEWEST_STRETCHES = 2
FEWEST_SAMPLES = 50
MOST_STRETCHES = 50
"""Of a process that still has too few samples, as others have the processor."""
SET_UP_FACTOR = 2
"""How many times as long as its sampling a fork may take, as cases are set up for every stretch."""
HASH_SEEDS = 2**32

Answer = dict[str, Any]
Start = Callable[[Side, int], WorkerProcess]
"""Starts a worker for a side, with that hash seed."""


class NotThere(SignalbenchError):
    """A case that cannot be profiled: it does not exist on its side, or does not do what its oracle says."""


def starter(interpreters: Mapping[str, Path], staging: Path, lease: Callable[[Side], Lease]) -> Start:
    """Starts real workers. interpreters: by the sides' environments."""

    def start(side: Side, hash_seed: int) -> WorkerProcess:
        return WorkerProcess(
            interpreters[side.environment], staging, hash_seed=hash_seed, database=lease(side)
        )

    return start


def sample(
    sides: Sequence[Side],
    start: Start,
    *,
    forks: int,
    seconds: float,
    seed: int,
    patience_s: float,
    tell: Callable[[int], None] = lambda fork: None,
    now: Callable[[], float] = time.monotonic,
) -> dict[Side, list[Sampled]]:
    """What each side's processes saw, one for each fork, in the order of the forks.

    seconds: about how long each side is sampled, over all forks. patience_s: how long a worker may be silent.
    tell: gets the number of each fork that begins. Raises NotThere for a case that cannot be profiled, and
    SignalbenchError for a worker that fails.
    """
    chance = random.Random(seed)
    seen: dict[Side, list[Sampled]] = {side: [] for side in sides}
    for fork in range(forks):
        tell(fork)
        with contextlib.ExitStack() as workers:
            ready = [
                (side, *_started(side, start, chance.randrange(HASH_SEEDS), workers, patience_s))
                for side in chance.sample(sides, len(sides))
            ]
            stretches: dict[Side, list[Answer]] = {side: [] for side in sides}
            wanted = max(FEWEST_STRETCHES, round(seconds / forks / STRETCH_S))
            end = now() + SET_UP_FACTOR * seconds / forks * len(sides)
            while _goes_on(stretches, wanted, in_time=now() < end):
                for side, worker, loops in chance.sample(ready, len(ready)):
                    request = {"do": "profile", "loops": loops, "seconds": STRETCH_S}
                    stretches[side].append(_answer(side, worker, request, patience_s))
        for side in sides:
            seen[side].append(together(stretches[side], fork))
            if not seen[side][-1].samples:
                raise SignalbenchError(
                    f"a process of {side.label} got no turn; try again while the machine is less busy"
                )
    return seen


def _goes_on(stretches: Mapping[Side, Sequence[Answer]], wanted: int, *, in_time: bool) -> bool:
    """Whether a fork needs more stretches, of which each side has as many."""
    taken = len(next(iter(stretches.values())))
    if taken < FEWEST_STRETCHES or (taken < wanted and in_time):
        return True
    fewest = min(sum(stretch["samples"] for stretch in each) for each in stretches.values())
    return fewest < FEWEST_SAMPLES and taken < MOST_STRETCHES


def together(stretches: Sequence[Answer], fork: int) -> Sampled:
    """The stretches of one process as one; see bench/worker/protocol.py for each."""
    ticks: Counter[Stack] = Counter()
    for stretch in stretches:
        frames = [Frame(*frame) for frame in stretch["frames"]]
        for places, number in stretch["stacks"]:
            ticks[tuple(frames[place] for place in places)] += number
    profile_ns = sum(stretch["profile_ns"] for stretch in stretches)
    return Sampled(
        fork=fork,
        stacks=tuple(sorted(ticks.items())),
        samples=sum(stretch["samples"] for stretch in stretches),
        operations=sum(stretch["operations"] for stretch in stretches),
        stretch_ns=tuple(
            (stretch["profile_ns"] - stretch["lost_ns"]) / stretch["operations"] for stretch in stretches
        ),
        lost=sum(stretch["lost_ns"] for stretch in stretches) / profile_ns,
        cpu_share=sum(stretch["cpu_ns"] for stretch in stretches) / profile_ns,
        slowdown=statistics.median(
            stretch["cpu_ns"] / max(stretch["plain_cpu_ns"], 1) for stretch in stretches
        ),
        period_ns=stretches[0]["period_ns"],
        receivers=frozenset(Frame(*code) for code in stretches[0]["receivers"]),
    )


def _started(
    side: Side,
    start: Start,
    hash_seed: int,
    workers: contextlib.ExitStack,
    patience_s: float,
) -> tuple[WorkerProcess, int]:
    """A worker whose case has been checked, and how many calls make a slice."""
    with _failures_of(side):
        worker = start(side, hash_seed)
        workers.callback(worker.stop)
        checked = _there(side, worker.verify(side.case, count=False, patience_s=patience_s))
        worker.settle(None, patience_s=patience_s)
    return worker, max(1, int(SLICE_NS / max(checked["ns"], 1)))


def _answer(side: Side, worker: WorkerProcess, request: Answer, patience_s: float) -> Answer:
    with _failures_of(side):
        worker.send({**request, **case_to_json(side.case)})
        return _there(side, worker.receive(patience_s))


def _there(side: Side, answer: Answer) -> Answer:
    if CellState(answer["state"]) is not CellState.MEASURED:
        raise NotThere(f"{side.case.question}/{side.case.variant} on {side.environment}: {answer['reason']}")
    return answer


@contextlib.contextmanager
def _failures_of(side: Side) -> Iterator[None]:
    try:
        yield
    except (OperationError, WorkerFailure) as failure:
        raise SignalbenchError(
            f"{side.case.question}/{side.case.variant} cannot be profiled on {side.environment}: {failure}"
        ) from failure
