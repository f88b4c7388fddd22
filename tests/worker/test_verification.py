"""A case is checked in this process and counted in another, whatever it needs."""

from __future__ import annotations

import os

import pytest
from django.dispatch import Signal

from bench.model import Case
from bench.scenarios.receiver_kinds import function
from bench.scenarios.scenario import Operations, Scenario
from bench.worker.stage import Stage
from bench.worker.verification import verify

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork"),
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),
]

WITHOUT_THREADS = Case("async", "await", (("receivers", 10),))
WITH_ASGIREFS_THREAD = Case("async", "asend to sync", (("receivers", 10),))
WITH_A_THREAD_EACH_TIME = Case("async", "send to async", (("receivers", 10),))
WITH_A_POOL = Case("threads", "calls", (("threads", 2),))


@pytest.fixture(autouse=True)
def ends_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests' own connection stays as it is, and a process that hangs is no hour-long test."""
    monkeypatch.setattr("bench.worker.apart._in_memory", lambda database: True)
    monkeypatch.setattr("bench.worker.apart.LONGEST_S", 30)


@pytest.mark.parametrize(
    "case", [WITHOUT_THREADS, WITH_ASGIREFS_THREAD, WITH_A_THREAD_EACH_TIME, WITH_A_POOL], ids=str
)
def test_what_needs_threads_is_counted_though_the_stage_keeps_it_open(case: Case) -> None:
    stage = Stage()
    checked = verify(stage, case, counting=False)
    assert (checked["state"], stage.keeps(case)) == ("measured", True)
    counted = verify(stage, case, counting=True)
    assert (counted["state"], counted["reason"]) == ("measured", None)
    assert counted["counters"]["receiver_calls"] == checked["counters"]["receiver_calls"]
    assert ("python_calls" in counted["counters"]) == (case is WITHOUT_THREADS)


def test_a_long_operation_that_works_on_its_first_call_only_is_caught_when_it_is_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    case = Case("once", "first call only", ())
    monkeypatch.setattr("bench.worker.verification.catalogue", lambda: {"once": once})
    monkeypatch.setattr("bench.worker.stage.catalogue", lambda: {"once": once})
    monkeypatch.setattr("bench.worker.verification.LONG_CALL_NS", 0)
    counted = verify(Stage(), case, counting=True)
    assert counted["state"] == "failed"
    assert counted["reason"].endswith("but a call made 0 and 0 (no SQL)")


once = Scenario("bench.scenarios.once", "Is the second call free?", unit="call", calls=1)


@once.variant("first call only")
def first_call_only() -> Operations:
    signal, receiver = Signal(), function()
    signal.connect(receiver)

    def send_once() -> None:
        signal.send(sender=None)
        signal.disconnect(receiver)

    yield send_once
