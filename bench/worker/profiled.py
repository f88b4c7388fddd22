"""A stretch of a case under pyinstrument: the timing loop itself, sampled between its two clock readings.

What is set up, made afresh for a call, or started, as the event loop is, lies outside of them, as when it is
timed. Only this thread is seen; while it waits for another, that waiting is.

pyinstrument looks at the stack at the first call or return after each tick of a clock. It gets ticks from a
thread that does nothing else: they fall at any place of an operation, however regular that is, where an
interval that begins at the last look would never see what is over sooner (its other timers do that). Between
two looks several ticks may have passed, all in the same function: the sample stands for so many.

While others have the processor ticks pass, too, and tell nothing of the operation: they are lost. Each look
reads the thread's processor time, and how often it gave the processor up of its own accord (getrusage(2),
ru_nvcsw): a thread that did not run and did not wait was put aside.
"""

from __future__ import annotations

import functools
import resource
import statistics
import sys
import sysconfig
from collections import Counter
from collections.abc import Iterable, Sequence
from time import perf_counter, perf_counter_ns, process_time_ns, thread_time
from typing import Any, NamedTuple

from bench.model import Case
from bench.scenarios.receiver_kinds import COUNTED
from bench.scenarios.scenario import AnyOperation, ready
from bench.worker.stage import Stage
from bench.worker.timing import garbage_kept, time_slice

INTERVAL_S = 0.0002
"""As fine as leaves the thread that ticks, and the looks, little of the time."""
TICKING_THREAD = True
CALIBRATION_S = 0.03
OVERSLEPT = 2
"""Times the interval: ticks that are rarer tell that others had the processor, not how long one takes."""
NEEDS = "needs pyinstrument beside this Django: pip install pyinstrument"

LONGEST_WAIT_S = 1.0
"""Longer between two looks, the thread waits for nothing that it asked for: the machine was stopped."""
WAITS = ("waits", "<waits>", 0, "")
"""Ends the stack of a thread that waits in code that is not C: for Python's lock, or for memory."""

Answer = dict[str, Any]
Portable = tuple[str, str, int, str]
"""Function, file, first line, class; see bench.profiles.Frame."""


class Look(NamedTuple):
    """What was seen at once."""

    infos: Sequence[str]
    """The stack, outermost first, as pyinstrument names frames."""
    seconds: float
    """Since the last look, as are the following."""
    ran_s: float
    """How long the thread had the processor."""
    waited: bool
    """Whether it gave the processor up of its own accord."""


class Seen(NamedTuple):
    """The looks at a slice, counted in ticks of the sampling clock."""

    ticks: Counter[tuple[Portable, ...]]
    """By the stack from the timing loop inwards."""
    samples: int
    """Looks that stand for one tick or more."""
    lost_s: float
    """How long others had the processor."""


class Looks:
    """Looks at this thread, by pyinstrument's sampler."""

    def __init__(self) -> None:
        from pyinstrument.stack_sampler import get_stack_sampler

        self.taken: list[Look] = []
        self.running = False
        self._sampler = get_stack_sampler()

    def start(self) -> None:
        """The first look is due at the next tick."""
        self.running = True
        self._ran_s, self._waits = thread_time(), _waits()
        self._sampler.subscribe(
            self._take, desired_interval=INTERVAL_S, use_timing_thread=TICKING_THREAD, use_async_context=False
        )

    def stop(self) -> None:
        """There are no more."""
        self._sampler.unsubscribe(self._take)
        self.running = False

    def _take(self, infos: list[str], seconds: float, async_state: object) -> None:
        ran_s, waits = thread_time(), _waits()
        self.taken.append(Look(infos, seconds, ran_s - self._ran_s, waits > self._waits))
        self._ran_s, self._waits = ran_s, waits


class Switch:
    """A clock for time_slice(): at its first reading the looks begin, at its second they end."""

    def __init__(self) -> None:
        self.looks = Looks()

    def __call__(self) -> int:
        if not self.looks.running:
            self.looks.start()
            return perf_counter_ns()
        now = perf_counter_ns()
        self.looks.stop()
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
    lost_s = 0.0
    with stage.case(case) as operation:
        ready(operation)()
        with garbage_kept():
            before_ns = process_time_ns()
            time_slice(operation, loops)
            plain_ns = process_time_ns() - before_ns
        end = perf_counter() + seconds
        while not slices or perf_counter() < end:
            with garbage_kept():
                before_ns = process_time_ns()
                ns, looks = sampled_slice(operation, loops)
                cpu_ns += process_time_ns() - before_ns
            seen = within_slice(looks, period_s)
            ticks += seen.ticks
            samples += seen.samples
            lost_s += seen.lost_s
            profile_ns += ns
            slices += 1
    frames = {frame: index for index, frame in enumerate(dict.fromkeys(f for stack in ticks for f in stack))}
    return {
        "state": "measured",
        "reason": None,
        "frames": list(frames),
        "stacks": [[[frames[frame] for frame in stack], number] for stack, number in ticks.items()],
        "samples": samples,
        "operations": slices * loops,
        "profile_ns": profile_ns,
        "lost_ns": lost_s * 1e9,
        "cpu_ns": cpu_ns,
        "plain_cpu_ns": plain_ns * slices,
        "period_ns": period_s * 1e9,
        "receivers": [(code.co_name, portable(code.co_filename), code.co_firstlineno) for code in COUNTED],
    }


def sampled_slice(operation: AnyOperation, loops: int) -> tuple[int, Sequence[Look]]:
    """The nanoseconds of a slice, and the looks at it."""
    switch = Switch()
    return time_slice(operation, loops, switch), switch.looks.taken


def within_slice(looks: Iterable[Look], period_s: float) -> Seen:
    """The looks at the timing loop and what it calls, without those at what the profiler does itself."""
    ticks: Counter[tuple[Portable, ...]] = Counter()
    samples, lost_s = 0, 0.0
    for look in looks:
        stack = tuple(map(frame, look.infos))
        begin = next((place for place, one in enumerate(stack) if one[:3] == _TIMING_LOOP), None)
        if begin is None or any(one[1] == _HERE for one in stack[begin:]):
            continue
        passed = max(1, round(look.seconds / period_s))
        idle_s = max(0.0, look.seconds - look.ran_s)
        idle = min(passed, round(idle_s / period_s))
        if not look.waited or idle_s > LONGEST_WAIT_S:
            lost_s, passed, idle = lost_s + idle_s, passed - idle, 0
        elif stack[-1][1] == _IN_C:
            idle = 0
        for whole, number in ((stack[begin:], passed - idle), ((*stack[begin:], WAITS), idle)):
            if number:
                ticks[whole] += number
        samples += passed > 0
    return Seen(ticks, samples, lost_s)


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
    looks = Looks()
    looks.start()
    end = perf_counter() + CALIBRATION_S
    while perf_counter() < end:
        pass
    looks.stop()
    if not looks.taken:
        return INTERVAL_S
    return min(statistics.median(look.seconds for look in looks.taken), OVERSLEPT * INTERVAL_S)


def _waits() -> int:
    return resource.getrusage(_THIS_THREAD).ru_nvcsw


_STANDARD = tuple({sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib")})
_HERE = portable(__file__)
_IN_C = "<built-in>"
_THIS_THREAD = getattr(resource, "RUSAGE_THREAD", resource.RUSAGE_SELF)  # Linux alone counts by thread
_TIMING_LOOP = (
    time_slice.__name__,
    portable(time_slice.__code__.co_filename),
    time_slice.__code__.co_firstlineno,
)
