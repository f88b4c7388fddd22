"""Pictures from other processes are those that would be drawn here."""

from __future__ import annotations

import pytest

from bench.render import drawing as module
from bench.render.drawing import pngs
from bench.render.figures import figures
from tests import synthetic
from tests.render import sizes


@pytest.mark.parametrize("fewest", [1, 1000])
def test_each_figure_comes_with_its_own_picture(monkeypatch: pytest.MonkeyPatch, fewest: int) -> None:
    drawn = figures(synthetic.results(synthetic.plan(questions=sizes.REAL[:1])))
    monkeypatch.setattr(module, "FEWEST", fewest)
    with pngs(drawn) as made:
        assert list(made) == [(figure, figure.png) for figure in drawn]
