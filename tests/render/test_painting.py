"""Pictures come in their order, wherever they are painted."""

from __future__ import annotations

import multiprocessing

import pytest

from bench.render.figures import figures
from bench.render.painting import FEW, painting
from tests.synthetic import results


@pytest.mark.parametrize("number", [0, 2, FEW + 1])
def test_each_is_what_its_figure_paints(number: int) -> None:
    some = (figures(results()) * (FEW + 1))[:number]
    with painting(some) as pngs:
        assert list(pngs) == [figure.png for figure in some]


def test_a_few_start_no_process_and_no_process_stays() -> None:
    drawn = figures(results())
    with painting(drawn[:1]) as pngs:
        list(pngs)
        assert not multiprocessing.active_children()
    with painting(drawn[:1] * (FEW + 1)) as pngs:
        list(pngs)
        assert multiprocessing.active_children()
    assert not multiprocessing.active_children()
