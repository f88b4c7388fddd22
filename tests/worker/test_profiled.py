"""Only the operation is sampled, and a sample stands for all the ticks that it took."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator

import pytest
from pyinstrument import Profiler, stack_sampler

from bench.scenarios.scenario import AnyOperation, Asynchronous, Prepared
from bench.worker import profiled
from bench.worker.profiled import sampled_slice, within_slice

TIMING = f"time_slice\0{profiled.time_slice.__code__.co_filename}\0{profiled._TIMING_LOOP[2]}"


class FakeClock:
    """Moves when it is told to. As in pyinstrument's own tests, its sampler reads this one instead."""

    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s

    def work(self, seconds: float) -> None:
        self.now_s += seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeClock]:
    fake = FakeClock()
    sampler = stack_sampler.get_stack_sampler()
    monkeypatch.setattr(sampler, "timer_func", fake)
    monkeypatch.setattr(profiled, "_profiler", lambda: Profiler(interval=0.001, async_mode="disabled"))
    yield fake
    assert not sampler.subscribers, "no profiler runs on"


def seconds_by_function(operation: AnyOperation, loops: int) -> dict[str, float]:
    """How long each function that the test made was on the stack."""
    _, records = sampled_slice(operation, loops)
    seen: dict[str, float] = {}
    for infos, seconds in records:
        for name in {profiled.frame(info)[0] for info in infos}:
            seen[name] = seen.get(name, 0.0) + seconds
    return seen


def test_a_call_is_sampled_from_the_timing_loop_inwards(clock: FakeClock):
    def call() -> None:
        clock.work(1)

    _, records = sampled_slice(call, 3)
    stacks = {tuple(frame[0] for frame in stack): ticks for stack, ticks in within_slice(records, 0.5)}
    assert stacks == {("time_slice", "_time_calls", "call", "work"): 2}, "one second is two ticks of a half"


def test_what_is_made_afresh_for_each_call_is_not_sampled(clock: FakeClock):
    def fresh() -> int:
        clock.work(100)
        return 1

    def call(number: object) -> None:
        clock.work(1)

    seen = seconds_by_function(Prepared(call, fresh), 5)
    assert seen["call"] == 5
    assert "fresh" not in seen


def test_an_awaited_operation_is_sampled_with_what_it_waits_for_inside_the_running_loop(clock: FakeClock):
    async def call() -> None:
        clock.work(1)
        await asyncio.sleep(0)
        clock.work(2)

    seen = seconds_by_function(Asynchronous(call), 4)
    assert seen["call"] == 12
    assert seen["time_slice"] == pytest.approx(12)


def test_the_profilers_own_work_and_what_lies_outside_of_the_slice_are_left_out():
    own = f"__call__\0{profiled.__file__}\00060\1cSwitch\1l66"
    records = [([TIMING, own], 1.0), (["main\0/x.py\0001"], 1.0), ([TIMING, "send\0/y.py\0003"], 1.0)]
    assert [[frame[0] for frame in stack] for stack, _ in within_slice(records, 1.0)] == [
        ["time_slice", "send"]
    ]


@pytest.mark.parametrize(("seconds", "ticks"), [(0.1, 1), (1.0, 1), (1.4, 1), (1.6, 2), (7.2, 7)])
def test_a_sample_stands_for_the_ticks_since_the_last(seconds: float, ticks: int):
    assert [number for _, number in within_slice([([TIMING], seconds)], 1.0)] == [ticks]


def test_files_are_told_without_the_folders_of_this_machine():
    assert profiled.portable(asyncio.__file__) == "python/asyncio/__init__.py"
    assert profiled.portable(profiled.__file__) == "bench/worker/profiled.py"
    assert profiled.portable("<built-in>") == "<built-in>"


def test_an_environment_without_pyinstrument_says_what_to_install(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "pyinstrument", None)
    answer = profiled.profile(None, None, loops=1, seconds=0)  # type: ignore[arg-type]  # neither is looked at
    assert answer == {"state": "absent", "reason": profiled.NEEDS}
