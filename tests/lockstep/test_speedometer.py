"""A trace, taken on a machine whose clock and speed are made up."""

from __future__ import annotations

import gc
import os

import pytest

from bench.lockstep.speedometer import PIECE_NS, take_trace


class Machine:
    """Its work moves its clock: 80 ns a unit, and twice that in every second that is odd."""

    def __init__(self) -> None:
        self.now = 0

    def clock(self) -> int:
        return self.now

    def processor_clock(self) -> int:
        return self.now // 4

    def work(self, units: range) -> None:
        self.now += len(units) * (80 if self.now // 10**9 % 2 == 0 else 160)


def taken(machine: Machine, seconds: float, core: int | None = None, work=None):
    return take_trace(
        seconds,
        core,
        clock=machine.clock,
        processor_clock=machine.processor_clock,
        work=work or machine.work,
    )


@pytest.fixture
def bindings(monkeypatch: pytest.MonkeyPatch) -> list[set[int]]:
    """What this process was bound to, in order; it may use cores 0 to 3."""
    made: list[set[int]] = []
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: {0, 1, 2, 3}, raising=False)
    monkeypatch.setattr(os, "sched_setaffinity", lambda pid, cores: made.append(set(cores)), raising=False)
    return made


def test_pieces_follow_each_other_and_tell_the_speed():
    trace = taken(Machine(), 1.5)

    first = trace.start_ns[0]
    assert trace.start_ns[1] - first == PIECE_NS
    assert trace.ns_per_unit[0] == 80
    assert trace.ns_per_unit[-1] == 160
    assert len(trace.start_ns) == len(trace.ns_per_unit)
    assert trace.start_ns[-1] < first + 1.5e9 <= trace.start_ns[-1] + 2 * PIECE_NS
    assert trace.running_share == pytest.approx(0.25)


def test_it_runs_on_the_core_and_gives_it_back(bindings: list[set[int]]):
    assert taken(Machine(), 1.0, core=3).core == 3
    assert bindings == [{3}, {0, 1, 2, 3}]


def test_interrupted_it_leaves_no_trace_either(bindings: list[set[int]]):
    def interrupted(units: range) -> None:
        assert not gc.isenabled()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        taken(Machine(), 1.0, core=3, work=interrupted)
    assert bindings == [{3}, {0, 1, 2, 3}]
    assert gc.isenabled()


def test_without_a_core_nothing_is_bound(bindings: list[set[int]]):
    assert taken(Machine(), 1.0).core is None
    assert bindings == []


def test_a_system_that_refuses_to_bind_is_measured_as_it_is(monkeypatch: pytest.MonkeyPatch):
    def refuse(pid: int, cores: set[int]) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: {0, 1}, raising=False)
    monkeypatch.setattr(os, "sched_setaffinity", refuse, raising=False)
    assert taken(Machine(), 1.0, core=1).core is None
