"""Only the operation is sampled, and a sample stands for all the ticks that it took."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator

import pytest

from bench.scenarios.scenario import AnyOperation, Asynchronous, Prepared
from bench.worker import profiled
from bench.worker.profiled import Look, sampled_slice, within_slice
from tests.profiling.clock import TICK_S, FakeClock, fake_clock

TIMING = f"time_slice\0{profiled.time_slice.__code__.co_filename}\0{profiled._TIMING_LOOP[2]}"
SEND = "send\0/y.py\0003"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeClock]:
    with fake_clock(monkeypatch) as fake:
        yield fake


def look(infos: list[str], seconds: float, *, ran_s: float | None = None, waited: bool = False) -> Look:
    return Look(infos, seconds, seconds if ran_s is None else ran_s, waited)


def seconds_by_function(operation: AnyOperation, loops: int) -> dict[str, float]:
    """How long each function that the test made was on the stack."""
    _, looks = sampled_slice(operation, loops)
    seen: dict[str, float] = {}
    for each in looks:
        for name in {profiled.frame(info)[0] for info in each.infos}:
            seen[name] = seen.get(name, 0.0) + each.seconds
    return seen


def leaves(looks: list[Look]) -> dict[str, int]:
    """The ticks of each function that a stack ends in; a tick is a second."""
    return {stack[-1][0]: ticks for stack, ticks in within_slice(looks, 1.0).ticks.items()}


def test_a_call_is_sampled_from_the_timing_loop_inwards(clock: FakeClock):
    def call() -> None:
        clock.work(1)

    _, looks = sampled_slice(call, 3)
    seen = within_slice(looks, 0.5)
    stacks = {tuple(frame[0] for frame in stack): ticks for stack, ticks in seen.ticks.items()}
    assert stacks == {("time_slice", "_time_calls", "call", "work"): 6}, "one second is two ticks of a half"
    assert seen.samples == 3


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
    looks = [look([TIMING, own], 1.0), look(["main\0/x.py\0001"], 1.0), look([TIMING, SEND], 1.0)]
    assert [[frame[0] for frame in stack] for stack in within_slice(looks, 1.0).ticks] == [
        ["time_slice", "send"]
    ]


@pytest.mark.parametrize(("seconds", "ticks"), [(0.1, 1), (1.0, 1), (1.4, 1), (1.6, 2), (7.2, 7)])
def test_a_sample_stands_for_the_ticks_since_the_last(seconds: float, ticks: int):
    assert leaves([look([TIMING], seconds)]) == {"time_slice": ticks}


def test_ticks_while_others_have_the_processor_are_lost():
    put_aside = look([TIMING, SEND], 40.0, ran_s=2.0)
    assert leaves([put_aside]) == {"send": 2}
    assert within_slice([put_aside], 1.0).lost_s == 38.0


def test_a_wait_in_c_is_that_functions_and_any_other_is_told_apart():
    waiting = [
        look([TIMING, infos], 1.0, ran_s=0.1, waited=True) for infos in ("poll\0<built-in>\0000", SEND)
    ]
    assert leaves(waiting) == {"poll": 1, "waits": 1}


def test_a_machine_that_stood_still_was_not_waited_for():
    stopped = look([TIMING, "poll\0<built-in>\0000"], 900.0, ran_s=1.0, waited=True)
    assert leaves([stopped]) == {"poll": 1}


def test_what_passes_while_others_have_the_processor_is_seen_by_the_clocks(clock: FakeClock):
    def call() -> None:
        clock.work(0.002)
        clock.be_put_aside(0.010)
        clock.wait(0.004)

    seen = within_slice(sampled_slice(call, 2)[1], TICK_S)
    assert {stack[-1][0]: ticks for stack, ticks in seen.ticks.items()} == {"work": 4, "waits": 8}
    assert seen.lost_s == pytest.approx(0.020)


def test_files_are_told_without_the_folders_of_this_machine():
    assert profiled.portable(asyncio.__file__) == "python/asyncio/__init__.py"
    assert profiled.portable(profiled.__file__) == "bench/worker/profiled.py"
    assert profiled.portable("<built-in>") == "<built-in>"


def test_an_environment_without_pyinstrument_says_what_to_install(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "pyinstrument", None)
    answer = profiled.profile(None, None, loops=1, seconds=0)  # type: ignore[arg-type]  # neither is looked at
    assert answer == {"state": "absent", "reason": profiled.NEEDS}
