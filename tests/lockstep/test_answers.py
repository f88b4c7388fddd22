"""Several workers are asked at once, and each answers, is called off or is stopped."""

from __future__ import annotations

import os

import pytest

from bench.lockstep import answers
from bench.lockstep.answers import Answer, gather
from bench.lockstep.worker_process import OperationError, WorkerFailure

ABANDONED = OperationError("Abandoned: the relay was called off")


class Asked:
    """A worker that has been asked something. What it answers is in its pipe, or not yet."""

    def __init__(self, answer: Answer | None, *, once_called_off: Answer | None = None) -> None:
        self._ends = os.pipe()
        self._answer = answer
        self._once_called_off = once_called_off
        self._read = False
        self.stopped = False
        if answer is not None:
            os.write(self._ends[1], b"!")

    def call_off(self) -> None:
        if self._once_called_off is not None and self._answer is None:
            self._answer = self._once_called_off
            os.write(self._ends[1], b"!")

    def has_answered(self) -> bool:
        return False

    def fileno(self) -> int:
        return self._ends[0]

    def receive(self, patience_s: float) -> dict[str, object]:
        assert os.read(self._ends[0], 1) == b"!"
        if isinstance(self._answer, Exception):
            raise self._answer
        assert self._answer is not None
        return self._answer

    def stop(self) -> None:
        self.stopped = True


def gathered(asked: dict[str, Asked]) -> tuple[dict[str, Answer], int]:
    """The answers, and how often the work was called off."""
    times = 0

    def call_off() -> None:
        nonlocal times
        times += 1
        for worker in asked.values():
            worker.call_off()

    return gather(asked, patience_s=0, call_off=call_off), times  # type: ignore[arg-type]  # fakes


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "LAST_ANSWER_S", 0)


def test_every_answer_comes_with_its_label():
    assert gathered({"4.2": Asked({"ns": 1}), "5.2": Asked({"ns": 2})}) == (
        {"4.2": {"ns": 1}, "5.2": {"ns": 2}},
        0,
    )


def test_an_operation_that_raises_is_an_answer_and_calls_nothing_off():
    error = OperationError("ValueError: no")
    assert gathered({"4.2": Asked({"ns": 1}), "5.2": Asked(error)}) == ({"4.2": {"ns": 1}, "5.2": error}, 0)


def test_when_one_is_gone_the_others_are_called_off_once():
    gone = WorkerFailure("the worker was killed by signal 9")
    asked = {
        "4.2": Asked(None, once_called_off=ABANDONED),
        "5.2": Asked(gone),
        "6.1": Asked(None, once_called_off=ABANDONED),
    }
    assert gathered(asked) == ({"5.2": gone, "4.2": ABANDONED, "6.1": ABANDONED}, 1)
    assert not any(worker.stopped for worker in asked.values())


def test_what_was_answered_before_the_work_is_called_off_counts():
    gone = WorkerFailure("the worker was killed by signal 9")
    found, _ = gathered({"4.2": Asked({"ns": 1}, once_called_off=ABANDONED), "5.2": Asked(gone)})
    assert found == {"4.2": {"ns": 1}, "5.2": gone}


def test_who_hangs_is_stopped_after_the_others_had_their_say():
    asked = {"4.2": Asked(None), "5.2": Asked(None, once_called_off=ABANDONED), "6.1": Asked({"ns": 1})}
    found, times = gathered(asked)
    assert (found["5.2"], found["6.1"], times) == (ABANDONED, {"ns": 1}, 1)
    assert str(found["4.2"]) == "the worker gave no answer for 0 s and was stopped"
    assert [label for label, worker in asked.items() if worker.stopped] == ["4.2"]


def test_nobody_asked_is_nothing_to_wait_for():
    assert gathered({}) == ({}, 0)
