"""A stretch of a case under pyinstrument: the timing loop itself, sampled between its two clock readings.

What is set up, made afresh for a call, or started, as the event loop is, lies outside of them, as when it is
timed. Only this thread is seen; while it waits for another, that waiting is.

pyinstrument looks at the stack at the first call or return after each tick of a clock. It gets ticks from a
thread that does nothing else: they fall at any place of an operation, however regular that is, where an
interval that begins at the last look would never see what is over sooner (its other timers do that). Between
two looks several ticks may have passed, all in the same function: the sample stands for so many.
"""

from __future__ import annotations

import functools
import statistics
import sys
import sysconfig
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from time import perf_counter, perf_counter_ns, process_time_ns
from typing import Any

from bench.model import Case
from bench.scenarios.receiver_kinds import COUNTED
from bench.scenarios.scenario import AnyOperation, ready
from bench.worker.stage import Stage
from bench.worker.timing import garbage_kept, time_slice

INTERVAL_S = 0.0002
"""As fine as leaves the thread that ticks, and the looks, little of the time."""
CALIBRATION_S = 0.03
OVERSLEPT = 2
"""Times the interval: ticks that are rarer tell that others had the processor, not how long one takes."""
NEEDS = "needs pyinstrument beside this Django: pip install pyinstrument"

Answer = dict[str, Any]
Record = tuple[Sequence[str], float]
"""pyinstrument's: the stack, outermost first, and the seconds since the last look."""
Portable = tuple[str, str, int, str]
"""Function, file, first line, class; see bench.profiles.Frame."""


class Switch:
    """A clock for time_slice(): its first reading starts the profiler, its second stops it."""

    def __init__(self, profiler: Any) -> None:
        self.records: Sequence[Record] = ()
        self._profiler = profiler

    def __call__(self) -> int:
        if not self._profiler.is_running:
            self._profiler.start()
            return perf_counter_ns()
        now = perf_counter_ns()
        self.records = self._profiler.stop().frame_records
        return now


def profile(stage: Stage, case: Case, *, loops: int, seconds: float) -> Answer:
    """Sample slices of `loops` calls for about so long, one slice at least; see protocol.py for the answer.

    One slice goes before without a profiler, by which the slowdown is told.
    """
    try:
        import pyinstrument  # noqa: F401  only an environment that was made for profiling has it
    except ImportError:
        return {"state": "absent", "reason": NEEDS}
    period_s = _period_s()
    ticks: Counter[tuple[Portable, ...]] = Counter()
    samples = slices = profile_ns = cpu_ns = 0
    with stage.case(case) as operation:
        ready(operation)()
        with garbage_kept():
            plain_ns = time_slice(operation, loops)
        end = perf_counter() + seconds
        while not slices or perf_counter() < end:
            with garbage_kept():
                before_ns = process_time_ns()
                ns, records = sampled_slice(operation, loops)
                cpu_ns += process_time_ns() - before_ns
            profile_ns += ns
            slices += 1
            for stack, number in within_slice(records, period_s):
                ticks[stack] += number
                samples += 1
    frames = {frame: index for index, frame in enumerate(dict.fromkeys(f for stack in ticks for f in stack))}
    return {
        "state": "measured",
        "reason": None,
        "frames": list(frames),
        "stacks": [[[frames[frame] for frame in stack], number] for stack, number in ticks.items()],
        "samples": samples,
        "operations": slices * loops,
        "profile_ns": profile_ns,
        "cpu_ns": cpu_ns,
        "plain_ns": plain_ns * slices,
        "period_ns": period_s * 1e9,
        "receivers": [(code.co_name, portable(code.co_filename), code.co_firstlineno) for code in COUNTED],
    }


def sampled_slice(operation: AnyOperation, loops: int) -> tuple[int, Sequence[Record]]:
    """The nanoseconds of a slice, and what was seen in it."""
    switch = Switch(_profiler())
    return time_slice(operation, loops, switch), switch.records


def within_slice(records: Iterable[Record], period_s: float) -> Iterator[tuple[tuple[Portable, ...], int]]:
    """The stacks from the timing loop inwards, with their ticks, without what the profiler does itself."""
    for infos, seconds in records:
        stack = tuple(map(frame, infos))
        begin = next((place for place, one in enumerate(stack) if one[:3] == _TIMING_LOOP), None)
        if begin is not None and not any(one[1] == _HERE for one in stack[begin:]):
            yield stack[begin:], max(1, round(seconds / period_s))


@functools.cache
def frame(info: str) -> Portable:
    """What pyinstrument calls a frame info, without the line that was running."""
    identifier, _, attributes = info.partition("\1")
    function, file, line = identifier.split("\0")
    owner = next((each[1:] for each in attributes.split("\1") if each[:1] == "c"), "")
    return function, portable(file), int(line), owner


@functools.cache
def portable(file: str) -> str:
    """The file below the folder of sys.path that it was imported from; "python/…" in the standard library."""
    for folder in sorted(sys.path, key=len, reverse=True):
        if folder not in _STANDARD and folder and file.startswith(f"{folder}/"):
            return file[len(folder) + 1 :]
    for folder in _STANDARD:
        if file.startswith(f"{folder}/"):
            return f"python/{file[len(folder) + 1 :]}"
    return file


@functools.cache
def _period_s() -> float:
    """How long a tick takes here: the interval, and what the thread oversleeps."""
    profiler = _profiler()
    profiler.start()
    end = perf_counter() + CALIBRATION_S
    while perf_counter() < end:
        pass
    records: Sequence[Record] = profiler.stop().frame_records
    if not records:
        return INTERVAL_S
    return min(statistics.median(seconds for _, seconds in records), OVERSLEPT * INTERVAL_S)


def _profiler() -> Any:
    from pyinstrument import Profiler

    return Profiler(interval=INTERVAL_S, async_mode="disabled", use_timing_thread=True)


_STANDARD = tuple({sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib")})
_HERE = portable(__file__)
_TIMING_LOOP = (
    time_slice.__name__,
    portable(time_slice.__code__.co_filename),
    time_slice.__code__.co_firstlineno,
)
