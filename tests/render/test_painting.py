"""Pictures come in their order, wherever they are painted."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterator
from concurrent.futures import CancelledError, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

import pytest

from bench.render.figures import figures
from bench.render.painting import FEW, painting
from tests.synthetic import results


@pytest.mark.parametrize("number", [0, 2, FEW + 1])
def test_each_is_what_its_figure_paints(number: int) -> None:
    some = (figures(results()) * (FEW + 1))[:number]
    with painting(some) as pngs:
        assert list(pngs) == [figure.png for figure in some]


def test_the_rest_is_painted_here_where_the_other_process_is_killed() -> None:
    some = figures(results())[:1] * (FEW + 1)
    with painting(some) as pngs:
        for child in multiprocessing.active_children():
            child.kill()
        assert list(pngs) == [figure.png for figure in some]


@pytest.mark.parametrize("trouble", [OSError("no more processes"), BrokenProcessPool()])
def test_all_are_painted_here_where_no_other_process_can_be_started(
    monkeypatch: pytest.MonkeyPatch, trouble: Exception
) -> None:
    def refuse(self: object, *arguments: object) -> None:
        raise trouble

    monkeypatch.setattr(ProcessPoolExecutor, "submit", refuse)
    some = figures(results())[:1] * (FEW + 1)
    with painting(some) as pngs:
        assert list(pngs) == [figure.png for figure in some]


def test_ctrl_c_at_once_does_not_disturb_the_other_process(capfd: pytest.CaptureFixture[str]) -> None:
    some = figures(results())[:1] * (FEW + 1)
    with painting(some) as pngs:
        for child in multiprocessing.active_children():
            assert child.pid is not None
            os.kill(child.pid, signal.SIGINT)
        assert list(pngs) == [figure.png for figure in some]
        assert multiprocessing.active_children()
    assert "KeyboardInterrupt" not in capfd.readouterr().err


def test_what_is_not_painted_yet_is_taken_back_when_the_caller_fails() -> None:
    many = figures(results())[:1] * 200
    taken: list[Iterator[bytes]] = []

    def interrupted() -> None:
        with painting(many) as pngs:
            taken.append(pngs)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    with pytest.raises(CancelledError):
        list(taken[0])
    assert not multiprocessing.active_children()


def test_a_few_start_no_process_and_no_process_stays() -> None:
    drawn = figures(results())
    with painting(drawn[:1]) as pngs:
        list(pngs)
        assert not multiprocessing.active_children()
    with painting(drawn[:1] * (FEW + 1)) as pngs:
        list(pngs)
        assert multiprocessing.active_children()
    assert not multiprocessing.active_children()
