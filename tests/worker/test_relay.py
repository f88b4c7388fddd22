"""Taking turns: threads in the workers' place, with the pipes and the batons of real ones."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from bench.worker.relay import ABANDON, Abandoned, Place, Runner, take_turns

NUMBER = 5
LONG_ENOUGH_S = 60.0
"""Never waited for, unless a test fails."""


class Circle:
    """Pipes for workers that stand in a circle, each in a thread of its own."""

    def __init__(self, folder: Path, threads: ThreadPoolExecutor) -> None:
        self._folder = folder
        self._threads = threads
        self._ends: dict[str, int] = {}
        self._numbers = {NUMBER}

    def start(
        self, runners: dict[str, Sequence[Runner]], *, turns: int, number: int = NUMBER
    ) -> dict[str, Future[list[list[int]]]]:
        self._numbers.add(number)
        labels = list(runners)
        pipes = {label: self._pipe(label) for label in labels}
        followers = labels[1:] + labels[:1]
        return {
            label: self._threads.submit(
                take_turns, Place(pipes[label], pipes[follower], number), runners[label], turns
            )
            for label, follower in zip(labels, followers, strict=True)
        }

    def give(self, label: str, byte: int = NUMBER) -> None:
        self._pipe(label)
        os.write(self._ends[label], bytes([byte]))

    def close(self) -> None:
        """End all threads: a test that has failed may have left some of them waiting."""
        for end in self._ends.values():
            os.write(end, bytes(number + ABANDON for number in self._numbers))
        self._threads.shutdown()
        for end in self._ends.values():
            os.close(end)

    def _pipe(self, label: str) -> str:
        pipe = self._folder / label
        if label not in self._ends:
            os.mkfifo(pipe)
            self._ends[label] = os.open(pipe, os.O_RDWR)
        return str(pipe)


@pytest.fixture
def circle(tmp_path: Path) -> Iterator[Circle]:
    made = Circle(tmp_path, ThreadPoolExecutor(4))
    yield made
    made.close()


def noting(log: list[str], name: str) -> Callable[[], int]:
    def run() -> int:
        log.append(name)
        return len(log)

    return run


def fails() -> int:
    raise ValueError("no")


def results(futures: dict[str, Future[list[list[int]]]]) -> dict[str, list[list[int]]]:
    return {label: future.result(LONG_ENOUGH_S) for label, future in futures.items()}


def test_every_runner_goes_round_the_circle_before_the_next_and_all_of_them_in_each_turn(circle: Circle):
    log: list[str] = []
    futures = circle.start(
        {label: [noting(log, f"{label} x"), noting(log, f"{label} y")] for label in "abc"}, turns=2
    )
    circle.give("a")
    times = results(futures)
    assert log == ["a x", "b x", "c x", "a y", "b y", "c y"] * 2
    assert times["b"] == [[2, 8], [5, 11]], "one list for each runner, one number a turn"


def test_nobody_runs_without_the_baton(circle: Circle):
    log: list[str] = []
    holding, go_on = threading.Event(), threading.Event()

    def hold() -> int:
        holding.set()
        assert go_on.wait(LONG_ENOUGH_S)
        return noting(log, "a")()

    futures = circle.start({"a": [hold], "b": [noting(log, "b")]}, turns=1)
    assert log == []
    circle.give("a")
    assert holding.wait(LONG_ENOUGH_S)
    assert log == []
    go_on.set()
    results(futures)
    assert log == ["a", "b"]


class Alone:
    """A place in a circle where the baton is always there; it notes what happens to it."""

    def __init__(self) -> None:
        self.log: list[str] = []

    def wait(self) -> None:
        self.log.append("wait")

    def hand_on(self) -> None:
        self.log.append("hand on")


@pytest.mark.parametrize("outcome", ["a time", "an error"])
def test_nobody_ends_before_all_have_been_timed(outcome: str):
    """The baton goes round once more: who ends tidies up, and would disturb who is still being timed."""
    place = Alone()
    run = noting(place.log, "run") if outcome == "a time" else fails
    with suppress(ValueError):
        take_turns(place, [run], 1)  # type: ignore[arg-type]  # a fake
    assert [event for event in place.log if event != "run"] == ["wait", "hand on"] * 2
    assert place.log[-2:] == ["wait", "hand on"]


def test_one_that_raises_holds_nobody_up_and_raises_in_the_end(circle: Circle):
    log: list[str] = []
    futures = circle.start({"a": [noting(log, "a")], "b": [fails], "c": [noting(log, "c")]}, turns=3)
    circle.give("a")
    with pytest.raises(ValueError, match="no"):
        futures.pop("b").result(LONG_ENOUGH_S)
    results(futures)
    assert log == ["a", "c"] * 3


def test_one_that_has_raised_runs_no_more(circle: Circle):
    log: list[str] = []
    futures = circle.start({"a": [fails, noting(log, "after it")]}, turns=3)
    circle.give("a")
    with pytest.raises(ValueError, match="no"):
        results(futures)
    assert log == []


def test_a_relay_that_is_called_off_ends_for_who_waits(circle: Circle):
    log: list[str] = []
    futures = circle.start({"a": [noting(log, "a")], "b": [noting(log, "b")]}, turns=3)
    for label in "ab":
        circle.give(label, NUMBER + ABANDON)
    for future in futures.values():
        with pytest.raises(Abandoned, match="called off"):
            future.result(LONG_ENOUGH_S)
    assert log == []


@pytest.mark.parametrize("stale", [NUMBER - 1, NUMBER - 1 + ABANDON], ids=["baton", "end"])
def test_what_is_left_over_from_an_earlier_relay_is_ignored(circle: Circle, stale: int):
    log: list[str] = []
    for label in "ab":
        circle.give(label, stale)
    futures = circle.start({"a": [noting(log, "a")], "b": [noting(log, "b")]}, turns=2)
    circle.give("a")
    results(futures)
    assert log == ["a", "b", "a", "b"]


def test_the_next_relay_may_go_the_other_way_round(circle: Circle):
    for number, order in enumerate(("ab", "ba", "ab"), start=1):
        log: list[str] = []
        futures = circle.start({label: [noting(log, label)] for label in order}, turns=2, number=number)
        circle.give(order[0], number)
        results(futures)
        assert "".join(log) == order * 2
