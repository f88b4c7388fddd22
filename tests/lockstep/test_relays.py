"""The host's side of relays, with threads in the workers' place that pass real batons."""

from __future__ import annotations

import functools
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bench.lockstep.answers import Answer
from bench.lockstep.relays import ABANDON, CALLED_OFF, NUMBERS, Leg, Relays
from bench.lockstep.worker_process import OperationError, WorkerFailure
from bench.model import Case
from bench.worker import relay
from bench.worker.relay import Place, take_turns

PATIENCE_S = 60.0
"""Never waited for: what is called off is called off as a worker is gone."""
SEND, LOOP = (Leg(Case("receivers", name, ()), loops=3, warm_up=True) for name in ("send", "plain loop"))


class ThreadWorker:
    """Takes its turns in a thread, and writes down when it had the baton."""

    def __init__(self, label: str, log: list[str], *, wrong: str = "") -> None:
        self._label = label
        self._log = log
        self._wrong = wrong
        self._ends = os.pipe()
        self._answer: Answer = {}
        self.requests: list[dict[str, Any]] = []

    def send(self, request: dict[str, Any]) -> None:
        if self._wrong == "gone":
            raise WorkerFailure("the worker has been stopped")
        self.requests.append(request)
        threading.Thread(target=self._take_part, args=(request,), daemon=True).start()

    def receive(self, patience_s: float) -> dict[str, Any]:
        assert os.read(self._ends[0], 1) == b"!"
        if isinstance(self._answer, Exception):
            raise self._answer
        return self._answer

    def has_answered(self) -> bool:
        return False

    def fileno(self) -> int:
        return self._ends[0]

    def stop(self) -> None: ...

    def _take_part(self, request: dict[str, Any]) -> None:
        place = Place(request["own"], request["next"], request["number"])
        runners = [functools.partial(self._run, case["variant"]) for case in request["cases"]]
        try:
            self._answer = {"ns": take_turns(place, runners, request["turns"])}
        except SystemExit:
            self._answer = WorkerFailure("the worker was killed by signal 9")
        except Exception as error:
            self._answer = OperationError(f"{type(error).__name__}: {error}")
        os.write(self._ends[1], b"!")

    def _run(self, variant: str) -> int:
        self._log.append(f"{self._label} {variant}")
        if self._wrong == "dies":
            raise SystemExit
        if self._wrong == "raises":
            raise ValueError("no")
        return len(self._log)


@pytest.fixture
def relays(tmp_path: Path) -> Iterator[Relays]:
    relay._opened.cache_clear()
    made = Relays(tmp_path)
    yield made
    made.close()


def run(relays: Relays, workers: dict[str, ThreadWorker], *legs: Leg, turns: int) -> dict[str, Answer]:
    return relays.run(workers, legs, turns, patience_s=PATIENCE_S)  # type: ignore[arg-type]  # fakes


def crew(log: list[str], **wrong: str) -> dict[str, ThreadWorker]:
    return {label: ThreadWorker(label, log, wrong=wrong.get(label, "")) for label in ("b", "a", "c")}


def test_each_case_goes_round_once_a_turn_in_the_order_given(relays: Relays):
    log: list[str] = []
    answers = run(relays, crew(log), SEND, LOOP, turns=2)
    one_turn = ["b send", "a send", "c send", "b plain loop", "a plain loop", "c plain loop"]
    assert log == one_turn * 2
    assert answers["a"] == {"ns": [[2, 8], [5, 11]]}, "turns by case"


def test_each_is_asked_for_the_same_and_told_its_place(relays: Relays):
    workers = crew([])
    run(relays, workers, SEND, turns=3)
    (first,), (second,), (third,) = (worker.requests for worker in workers.values())
    assert first["cases"] == [
        {"question": "receivers", "variant": "send", "axis": {}, "loops": 3, "warm_up": True}
    ]
    assert first["cases"] == second["cases"] == third["cases"]
    assert {each["turns"] for each in (first, second, third)} == {3}
    assert (first["next"], second["next"], third["next"]) == (second["own"], third["own"], first["own"])


def test_one_environment_alone_hands_the_baton_to_itself(relays: Relays):
    assert run(relays, {"a": ThreadWorker("a", [])}, SEND, turns=3) == {"a": {"ns": [[1, 2, 3]]}}


def test_the_order_may_change_from_relay_to_relay_and_left_over_batons_do_no_harm(relays: Relays):
    log: list[str] = []
    workers = crew(log)
    for order in ("abc", "cba", "bac"):
        run(relays, {label: workers[label] for label in order}, SEND, turns=1)
    assert log == [f"{label} send" for label in "abccbabac"]


def test_an_operation_that_raises_costs_its_own_times_only(relays: Relays):
    answers = run(relays, crew([], a="raises"), SEND, LOOP, turns=2)
    assert str(answers["a"]) == "ValueError: no"
    assert [len(answers[label]["ns"][0]) for label in "bc"] == [2, 2]


@pytest.mark.parametrize("how", ["dies", "gone"])
def test_when_a_worker_is_gone_the_relay_ends_for_the_others(relays: Relays, how: str):
    workers = crew([], a=how)
    answers = run(relays, workers, SEND, turns=5)
    assert isinstance(answers["a"], WorkerFailure)
    for label in "bc":
        assert isinstance(answers[label], OperationError)
        assert str(answers[label]).startswith(CALLED_OFF)

    del workers["a"]
    assert set(run(relays, workers, SEND, turns=1)) == {"b", "c"}
    assert [len(worker.requests) for worker in workers.values()] == [2, 2]


def test_what_two_that_are_left_measure_after_a_relay_was_called_off_is_theirs(relays: Relays):
    log: list[str] = []
    workers = crew(log, c="dies")
    run(relays, workers, SEND, turns=5)
    del workers["c"]
    log.clear()
    assert run(relays, workers, SEND, turns=2) == {"b": {"ns": [[1, 3]]}, "a": {"ns": [[2, 4]]}}


def test_numbers_begin_anew_before_one_would_mean_that_a_relay_is_over(relays: Relays):
    worker = ThreadWorker("a", [])
    for _ in range(NUMBERS + 1):
        run(relays, {"a": worker}, SEND, turns=1)
    numbers = [request["number"] for request in worker.requests]
    assert numbers == [*range(1, NUMBERS + 1), 1]
    assert NUMBERS + ABANDON < 256


def test_the_host_and_the_workers_agree_on_what_ends_a_relay():
    assert relay.ABANDON == ABANDON
    assert relay.Abandoned.__name__ == CALLED_OFF
