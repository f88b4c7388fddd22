"""What receivers add to a save() loop: loop * (once * signals that have receivers + each * receivers).

The question `bulk-saves` measures it in place: a loop of save() without receivers, with 1 and with 10 on
post_save, and with one on each of pre_save and post_save, turn by turn. In every row a signal that has
receivers costs something once, and something for each receiver. These are shares of what save() takes, as
ratios of cells that were timed together are far surer than times; shares become times by the line through the
loop's own times.

`receivers` is no basis for it: its sends pass no arguments, where save() passes five, and find their code
warm in the processor's caches. In reports/first-look they came out at a third of what they add in place. It
only says how straight the growth is beyond the receivers that were measured there.

In it: finding the receivers, calling them with save()'s arguments, collecting what they return, and what that
does to the rest of the loop. Not in it: what your receivers do, which comes on top.

The interval is one for what another measurement of the same kind would show. It holds the scatter of the
cells about the model, the machine's moods and, beyond the rows and receivers that were measured, what the
data leave open about the trend.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from bench.analysis.additions import (
    IN_PLACE,
    ROWS,
    Addition,
    Scatter,
    additions,
    enough,
    least_squares,
    parts,
    scatter_of,
)
from bench.analysis.lines import FEWEST, Line, fit_line, outside
from bench.analysis.scaling import TOLERANCE, trends
from bench.model import Axis, CellResult, Comparison, Estimate
from bench.prediction import Prediction

Floats = NDArray[np.float64]

LOOP = "save()"
ALONE = ("receivers", "send, caching", "receivers", ())
"""The trend that tells how straight the growth with receivers is: question, variant, axis, other axes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CostModel:
    """A model of one environment, at one point of the axes other than rows."""

    additions: tuple[Addition, ...]
    scatter: Scatter
    loop: Line
    loop_assumed: bool
    """Whether the loop's times leave its exponent open, and its Python calls narrow it."""
    bend: Estimate
    """The exponent of the growth with receivers."""
    bend_assumed: bool
    """Whether that was not timed."""

    def predict(self, *, pre_save: int, post_save: int, rows: int) -> Prediction:
        """What so many receivers add to a loop over so many rows.

        Raises ValueError without a row or a receiver.
        """
        if min(pre_save, post_save) < 0 or pre_save + post_save == 0 or rows < 1:
            raise ValueError(f"{pre_save} and {post_save} receivers, {rows} rows: nothing to predict")
        fewest_rows = min(addition.rows for addition in self.additions)
        most_rows = max(addition.rows for addition in self.additions)
        most_pre_save = max(addition.pre_save for addition in self.additions)
        most_post_save = max(addition.post_save for addition in self.additions)
        beyond_rows = outside(rows, fewest_rows, most_rows)
        beyond_receivers = math.log(max(1.0, pre_save / most_pre_save, post_save / most_post_save))
        share = self._share(parts(pre_save, post_save), beyond_rows, beyond_receivers)
        mood = float(np.median([point.variance for point in self.loop.points]))
        loop = self.loop.at(rows, more_variance=mood)
        return Prediction(
            added_ns=product(share, loop),
            share=share,
            loop_ns=loop,
            below_rows=fewest_rows if rows < fewest_rows else None,
            beyond_rows=most_rows if rows > most_rows else None,
            beyond_pre_save=most_pre_save if pre_save > most_pre_save else None,
            beyond_post_save=most_post_save if post_save > most_post_save else None,
            assumed=tuple(
                name
                for name, assumed in (
                    ("rows", beyond_rows and self.loop_assumed),
                    ("receivers", beyond_receivers and self.bend_assumed),
                )
                if assumed
            ),
        )

    def _share(self, asked: Floats, beyond_rows: float, beyond_receivers: float) -> Estimate:
        """beyond: the logs of how many times the most measured is exceeded; below 0 under the fewest rows."""
        costs, covariance = least_squares(self.additions)
        value = max(0.0, float(asked @ costs))
        another = float(np.median([addition.variance for addition in self.additions]))
        error = self.scatter.ratio * math.sqrt(float(asked @ covariance @ asked) + another)
        half = error * float(stats.t.ppf((1 + self.bend.confidence) / 2, self.scatter.degrees))
        trend, bend = self.scatter.trend, self.bend
        turned = beyond_rows * trend.low, beyond_rows * trend.high
        ups = max(0.0, *turned), beyond_receivers * max(0.0, bend.high - 1)
        downs = min(0.0, *turned), beyond_receivers * min(0.0, bend.low - 1)
        return Estimate(
            value=value,
            low=max(0.0, value - math.hypot(half, *(value * math.expm1(down) for down in downs))),
            high=value + math.hypot(half, *(value * math.expm1(up) for up in ups)),
            confidence=bend.confidence,
        )


def cost_model(
    cells: Sequence[CellResult],
    comparisons: Sequence[Comparison],
    environment: str,
    rest: Axis,
    confidence: float,
) -> CostModel | None:
    """The model of that environment at that point; None where too little of it was measured.

    It takes the loop and all three kinds of additions at two numbers of rows. Whether it grows like rows is
    told by its times and, where those leave more open than `scaling.TOLERANCE`, by its Python calls: if as
    many are counted for each row, the exponent is taken to be within that of 1, as far as times allow.
    """
    every = additions(comparisons)
    own = every.get((environment, rest), ())
    found = trends(cells)
    points = found.get((IN_PLACE, LOOP, environment, ROWS, rest), ())
    if len(points) < 2 or not enough(own):
        return None
    loop, loop_assumed = fit_line(points, confidence), False
    if _calls_are_linear(cells, environment, rest):
        narrowed = _narrowed(loop.exponent, confidence)
        loop_assumed = narrowed != loop.exponent
        loop = replace(loop, exponent=narrowed)
    elif loop.exponent is None:
        return None
    question, variant, axis, other = ALONE
    alone = found.get((question, variant, environment, axis, other), ())
    bend = fit_line(alone, confidence).exponent if len(alone) >= FEWEST else None
    return CostModel(
        additions=own,
        scatter=scatter_of([group for group in every.values() if enough(group)], confidence),
        loop=loop,
        loop_assumed=loop_assumed,
        bend=bend or _narrowed(None, confidence),
        bend_assumed=bend is None,
    )


def _narrowed(exponent: Estimate | None, confidence: float) -> Estimate:
    """The part of the exponent's interval that is within the tolerance of 1; if none is, what was timed."""
    least, most = 1 - TOLERANCE, 1 + TOLERANCE
    if exponent is None:
        return Estimate(value=1.0, low=least, high=most, confidence=confidence)
    if exponent.high < least or exponent.low > most:
        return exponent
    low, high = max(exponent.low, least), min(exponent.high, most)
    return replace(exponent, value=min(max(exponent.value, low), high), low=low, high=high)


def _calls_are_linear(cells: Iterable[CellResult], environment: str, rest: Axis) -> bool:
    """Whether each row of the loop takes the same number of Python calls, to one part in a hundred."""
    calls = {}
    for cell in cells:
        axis = dict(cell.cell.case.axis)
        rows = axis.pop(ROWS, None)
        which = cell.cell.case.question, cell.cell.case.variant, cell.cell.environment
        if which == (IN_PLACE, LOOP, environment) and axis == dict(rest) and isinstance(rows, int):
            calls[rows] = cell.counters.python_calls
    counted = sorted((rows, number) for rows, number in calls.items() if rows and number is not None)
    if len(counted) < FEWEST:
        return False
    each = np.diff([number for _, number in counted]) / np.diff([rows for rows, _ in counted])
    return bool(np.ptp(each) <= 0.01 * each.min())


def product(share: Estimate, time: Estimate) -> Estimate:
    """Of two independent estimates, by MOVER on the log scale: the square roots of the summed squares of the
    distances to either end (Zou and Donner 2008, "Construction of confidence intervals about effect measures:
    a general approach"). A share that may be 0 makes the product one that may be.
    """
    value = share.value * time.value
    if share.value <= 0:
        return Estimate(value=value, low=0.0, high=share.high * time.high, confidence=share.confidence)
    up = math.hypot(math.log(share.high / share.value), math.log(time.high / time.value))
    low = 0.0
    if share.low > 0:
        down = math.hypot(math.log(share.value / share.low), math.log(time.value / time.low))
        low = value * math.exp(-down)
    return Estimate(value=value, low=low, high=value * math.exp(up), confidence=share.confidence)
