"""Stand-ins of every layer, which take times that are known: the split that is found holds them."""

from __future__ import annotations

import random
from typing import Any

import pytest

from bench.analysis.profile_shares import split
from bench.profiles import Frame, Layer, Sampled, Split
from bench.profiling.attribution import tally
from bench.worker.profiled import sampled_slice, within_slice
from tests.profiling.clock import TICK_S, FakeClock, fake_clock
from tests.profiling.samples import side

FILES = {
    Layer.SCENARIO: "bench/scenarios/saves.py",
    Layer.ORM: "django/db/models/base.py",
    Layer.FRAMEWORK: "django/core/handlers/base.py",
    Layer.DRIVER: "django/db/backends/sqlite3/base.py",
    Layer.DISPATCHER: "django/dispatch/dispatcher.py",
    Layer.RECEIVERS: "bench_project/blog/receivers.py",
    Layer.LIBRARIES: "blinker/base.py",
    Layer.CROSSING: "asgiref/sync.py",
    Layer.UNEXPLAINED: "left_pad/pad.py",
}
"""Each calls the next."""
SHARES = dict(zip(FILES, (0.04, 0.2, 0.1, 0.16, 0.25, 0.1, 0.05, 0.03, 0.07), strict=True))
RECEIVER = Frame("stand_in", FILES[Layer.RECEIVERS], 1)
OPERATION_S = 0.7 * TICK_S
PROCESSES, CALLS = 6, 1500


def stand_ins(clock: FakeClock, chance: random.Random, asides_per_tick: float) -> Any:
    """A function in the file of every layer, whose own time has the known mean; the outermost."""

    def times(layer: Layer) -> tuple[float, float]:
        """How long a call takes, and how long it is put aside: the longer it runs, the more often it is."""
        own_s = chance.expovariate(1 / (SHARES[layer] * OPERATION_S))
        aside = chance.random() < asides_per_tick * own_s / TICK_S
        return own_s, chance.expovariate(1 / (30 * TICK_S)) if aside else 0.0

    called = None
    for layer, file in reversed(FILES.items()):
        beforehand = iter([times(layer) for _ in range(CALLS + 1)])
        names: dict[str, Any] = {"clock": clock, "times": beforehand, "called": called}
        # It calls nothing while the clock moves, so that the time is its own.
        source = (
            "def stand_in():\n"
            "    for own_s, aside_s in times:\n"
            "        clock.ran_s += own_s\n"
            "        clock.now_s += own_s + aside_s\n"
            "        break\n"
            "    if called:\n"
            "        called()\n"
        )
        exec(compile(source, file, "exec"), names)
        called = names["stand_in"]
    return called


def found(clock: FakeClock, asides_per_tick: float) -> Split:
    processes = []
    for fork in range(PROCESSES):
        operation = stand_ins(clock, random.Random(fork), asides_per_tick)
        began_s = clock.now_s
        _, looks = sampled_slice(operation, CALLS)
        seen = within_slice(looks, TICK_S)
        processes.append(
            Sampled(
                fork=fork,
                stacks=tuple((tuple(Frame(*f) for f in stack), n) for stack, n in seen.ticks.items()),
                samples=seen.samples,
                operations=CALLS,
                stretch_ns=(1.0,),
                lost=seen.lost_s / (clock.now_s - began_s),
                cpu_share=1.0,
                slowdown=1.0,
                period_ns=TICK_S * 1e9,
                receivers=frozenset({RECEIVER}),
            )
        )
    return split(side(), processes, [tally(each) for each in processes])


@pytest.mark.parametrize("asides_per_tick", [0.0, 0.2])
def test_the_intervals_hold_what_every_layer_takes(monkeypatch: pytest.MonkeyPatch, asides_per_tick: float):
    with fake_clock(monkeypatch) as clock:
        told = found(clock, asides_per_tick)
    shares = {each.layer: each.own for each in told.layers}
    assert shares.keys() == SHARES.keys()
    for layer, share in SHARES.items():
        assert shares[layer].low <= share <= shares[layer].high, layer
    assert max(share.high - share.low for share in shares.values()) < 0.12, "and they are narrow"
    assert told.lost is not None
    assert (told.lost > 0.5) is (asides_per_tick > 0), "others had the processor"
