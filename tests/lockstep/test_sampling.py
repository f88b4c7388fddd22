"""Workers sample in turns, a fork at a time; what cannot be profiled ends it in one line."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from bench.errors import SignalbenchError
from bench.lockstep.sampling import STRETCH_S, NotThere, sample, together
from bench.lockstep.worker_process import OperationError, WorkerFailure
from bench.model import Case
from bench.profiles import Sampled, Side
from tests.profiling.samples import side

BOTH = [side("4.2"), side("6.1")]
LOOP = ["time_slice", "bench/worker/timing.py", 30, ""]
SEND = ["send", "django/dispatch/dispatcher.py", 160, "Signal"]


@dataclass
class Host:
    """A clock that only sampling moves, and everything that workers were asked."""

    now_s: float = 0.0
    set_up_s: float = 0.0
    asked: list[tuple[str, str]] = field(default_factory=list)
    seeds: list[int] = field(default_factory=list)
    alive: int = 0
    most_alive: int = 0
    wrong: dict[str, Any] = field(default_factory=dict)
    """By what was asked: an answer or an error."""

    def start(self, which: Side, hash_seed: int) -> Worker:
        self.seeds.append(hash_seed)
        self.alive += 1
        self.most_alive = max(self.most_alive, self.alive)
        return Worker(self, which.label)


class Worker:
    def __init__(self, host: Host, label: str) -> None:
        self._host, self._label = host, label

    def verify(self, case: Case, *, count: bool, patience_s: float) -> dict[str, Any]:
        self._host.asked.append((self._label, "verify"))
        return self._told("verify", {"state": "measured", "reason": None, "ns": 1_000_000.0})

    def settle(self, cpu: int | None, *, patience_s: float) -> bool:
        self._host.asked.append((self._label, f"settle {cpu}"))
        return True

    def send(self, request: dict[str, Any]) -> None:
        self._host.asked.append((self._label, f"{request['do']} {request['loops']}"))

    def receive(self, patience_s: float) -> dict[str, Any]:
        self._host.now_s += STRETCH_S + self._host.set_up_s
        return self._told("profile", stretch(3))

    def stop(self) -> None:
        self._host.alive -= 1

    def _told(self, asked: str, otherwise: dict[str, Any]) -> dict[str, Any]:
        answer = self._host.wrong.get(asked, otherwise)
        if isinstance(answer, Exception):
            raise answer
        return answer


def stretch(ticks: int) -> dict[str, Any]:
    return {
        "state": "measured",
        "reason": None,
        "frames": [SEND, LOOP],
        "stacks": [[[1, 0], ticks], [[1], 1]],
        "samples": 40,
        "operations": 50,
        "profile_ns": 600.0,
        "lost_ns": 150.0,
        "cpu_ns": 300.0,
        "plain_cpu_ns": 100.0,
        "period_ns": 250_000.0,
        "receivers": [["receiver", "bench/scenarios/receiver_kinds.py", 31]],
    }


def sampled(host: Host, *, forks: int = 2, seconds: float = 2.0) -> dict[Side, list[Sampled]]:
    return sample(
        BOTH, host.start, forks=forks, seconds=seconds, seed=1, patience_s=9, now=lambda: host.now_s
    )


def test_each_fork_has_fresh_workers_that_take_turns():
    host = Host()
    seen = sampled(host)
    assert [each.fork for each in seen[BOTH[0]]] == [0, 1]
    assert (host.most_alive, host.alive) == (2, 0)
    assert len(set(host.seeds)) == 4
    assert [what for _, what in host.asked].count("settle None") == 4
    stretches = [label for label, what in host.asked if what == "profile 10"]
    assert len(stretches) == 2 * 2 * 10, "a second for each side and fork, in stretches of a tenth"
    assert all({*stretches[k : k + 2]} == {"4.2", "6.1"} for k in range(0, len(stretches), 2))


def test_a_case_that_takes_long_to_set_up_gets_fewer_stretches_but_two():
    host = Host(set_up_s=100.0)
    sampled(host)
    assert len([what for _, what in host.asked if what == "profile 10"]) == 2 * 2 * 2


def test_the_stretches_of_a_process_are_added_up():
    added = together([stretch(3), stretch(5)], fork=7)
    assert {tuple(frame.function for frame in stack): n for stack, n in added.stacks} == {
        ("time_slice", "send"): 8,
        ("time_slice",): 2,
    }
    assert (added.fork, added.samples, added.operations) == (7, 80, 100)
    assert (added.slowdown, added.cpu_share, added.lost) == (3.0, 0.5, 0.25)
    assert added.stretch_ns == (9.0, 9.0), "without the time in which others had the processor"


@pytest.mark.parametrize("asked", ["verify", "profile"])
def test_a_case_that_is_not_there_is_named_with_its_reason(asked: str):
    host = Host(wrong={asked: {"state": "absent", "reason": "needs Django 5.0 or newer"}})
    with pytest.raises(NotThere, match=r"receivers/send on \S+: needs Django 5.0 or newer"):
        sampled(host)
    assert host.alive == 0


@pytest.mark.parametrize("error", [OperationError("ValueError: 3"), WorkerFailure("the worker was killed")])
def test_a_worker_that_fails_ends_it_in_one_line(error: Exception):
    host = Host(wrong={"profile": error})
    with pytest.raises(SignalbenchError, match=f"receivers/send cannot be profiled on .*: {error}"):
        sampled(host)
    assert host.alive == 0


def test_a_process_that_sees_little_goes_on_and_one_that_sees_nothing_is_an_error():
    host = Host(wrong={"profile": {**stretch(1), "samples": 1}})
    sampled(host, forks=1, seconds=0.1)
    assert len([what for _, what in host.asked if what == "profile 10"]) == 2 * 50
    with pytest.raises(SignalbenchError, match="got no turn"):
        sampled(Host(wrong={"profile": {**stretch(1), "samples": 0}}))
