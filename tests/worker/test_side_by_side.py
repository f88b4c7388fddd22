"""A lane holds one case ready: set up, timed, taken down, whatever goes wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from bench.model import Case
from bench.worker.side_by_side import Lane
from bench.worker.stage import Stage

CASE = Case("bulk-saves", "save()", ())


class Setting:
    """A stage with one operation on it, which remembers what was done."""

    def __init__(self, operation: Callable[[], object] = lambda: None) -> None:
        self._operation = operation
        self.events: list[str] = []

    @contextmanager
    def case(self, case: Case) -> Iterator[Callable[[], object]]:
        self.events.append("set up")
        try:
            yield self._call
        finally:
            self.events.append("taken down")

    def _call(self) -> None:
        self.events.append("called")
        self._operation()


def lane_on(setting: Setting) -> Lane:
    return Lane(setting)  # type: ignore[arg-type]  # a fake


def test_a_case_stays_ready_from_set_up_until_it_is_taken_down():
    setting = Setting()
    lane = lane_on(setting)
    lane.set_up(CASE, warm_up=False)
    assert lane.time(2) >= 0
    assert lane.time(1) >= 0
    lane.tidy_up()
    assert setting.events == ["set up", "called", "called", "called", "taken down"]


def test_one_untimed_call_goes_before_where_it_is_wanted():
    setting = Setting()
    lane_on(setting).set_up(CASE, warm_up=True)
    assert setting.events[:2] == ["set up", "called"]


def test_the_time_is_the_processors_and_not_the_walls(monkeypatch: pytest.MonkeyPatch):
    readings = iter((1_000, 1_700))
    monkeypatch.setattr("bench.worker.side_by_side.thread_time_ns", lambda: next(readings))
    lane = lane_on(Setting())
    lane.set_up(CASE, warm_up=False)
    assert lane.time(3) == 700


def test_a_case_whose_first_call_raises_is_taken_down_all_the_same():
    setting = Setting(lambda: 1 / 0)
    lane = lane_on(setting)
    with pytest.raises(ZeroDivisionError):
        lane.set_up(CASE, warm_up=True)
    lane.tidy_up()
    assert setting.events == ["set up", "called", "taken down"]


def test_nothing_is_timed_that_has_not_been_set_up():
    lane = lane_on(Setting())
    with pytest.raises(RuntimeError, match="no case has been set up"):
        lane.time(1)
    lane.set_up(CASE, warm_up=False)
    lane.tidy_up()
    with pytest.raises(RuntimeError, match="no case has been set up"):
        lane.time(1)


def test_a_case_that_cannot_be_set_up_leaves_the_lane_free_for_the_next():
    lane = Lane(Stage())
    with pytest.raises(KeyError):
        lane.set_up(Case("receivers", "no such variant", ()), warm_up=False)
    lane.tidy_up()
    lane.set_up(Case("receivers", "send", (("receivers", 1),)), warm_up=True)
    assert lane.time(1) > 0
    lane.tidy_up()
