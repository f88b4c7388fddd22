"""How predictions do on what was left out of the fit: each is made without the point that it is about.

A point is left out whole, in all environments and with the loop itself, since the cells of a point share the
machine's mood. A prediction holds if the measured figure lies in its interval, as `signalbench predict` would
print it. That is one for what another measurement shows: it allows for an error like the median of those
that were left to fit, and knows nothing of the measured figure's own. No cost is predicted below 0, so what
a noisy run measured as one misses.

Only numbers of rows are left out. The cost has three parts and receivers were measured in three ways, so that
no way can be left out: the two others do not determine the parts, and `cost_model` gives no model. How
predictions do for other numbers of receivers is therefore not checked.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bench.analysis.additions import CONNECTED, IN_PLACE, ROWS
from bench.analysis.cost_model import LOOP, cost_model
from bench.analysis.lines import FEWEST, fit_line
from bench.analysis.scaling import trends
from bench.model import Axis, CellResult, Comparison, Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldOut:
    """A prediction and what was measured; both times in ns, or both shares."""

    variant: str
    environment: str
    axis: Axis
    predicted: Estimate
    measured: float
    beyond: bool
    """Whether it lies beyond what was left to fit."""
    below: bool
    """Whether it lies under all that was left."""

    @property
    def within(self) -> bool:
        """Whether the prediction holds."""
        return self.predicted.low <= self.measured <= self.predicted.high

    @property
    def half_width(self) -> float:
        """Half the interval, over the predicted value."""
        if self.predicted.value == 0:
            return float("inf")
        return (self.predicted.high - self.predicted.low) / 2 / self.predicted.value


def held_out_additions(
    cells: Sequence[CellResult], comparisons: Sequence[Comparison], confidence: float
) -> tuple[list[HeldOut], list[HeldOut]]:
    """What the cost model says of every addition in `bulk-saves`: the times added, and the shares."""
    times: list[HeldOut] = []
    shares: list[HeldOut] = []
    loops = {
        (cell.cell.environment, cell.cell.case.axis): cell.ns_per_op.value
        for cell in cells
        if (cell.cell.case.question, cell.cell.case.variant) == (IN_PLACE, LOOP) and cell.ns_per_op
    }
    for environment, axis in loops:
        rows, rest = dict(axis)[ROWS], tuple(pair for pair in axis if pair[0] != ROWS)
        others = [each for each in comparisons if (each.question, each.axis) != (IN_PLACE, axis)]
        model = cost_model(list(_without(cells, axis)), others, environment, rest, confidence)
        if model is None or not isinstance(rows, int):
            continue
        for comparison in comparisons:
            if (
                (comparison.question, comparison.axis, comparison.environment)
                != (IN_PLACE, axis, environment)
                or comparison.candidate not in CONNECTED
                or comparison.ratio is None
            ):
                continue
            pre_save, post_save = CONNECTED[comparison.candidate]
            prediction = model.predict(pre_save=pre_save, post_save=post_save, rows=rows)
            share = comparison.ratio.value - 1
            for kind, predicted, measured in (
                (times, prediction.added_ns, share * loops[environment, axis]),
                (shares, prediction.share, share),
            ):
                kind.append(
                    HeldOut(
                        variant=comparison.candidate,
                        environment=environment,
                        axis=axis,
                        predicted=predicted,
                        measured=measured,
                        beyond=prediction.beyond_rows is not None,
                        below=prediction.below_rows is not None,
                    )
                )
    return times, shares


def held_out_times(cells: Sequence[CellResult], confidence: float) -> list[HeldOut]:
    """What the lines say of every time at a point above 0, where three others are left to fit."""
    made = []
    told = {
        (case.question, case.variant, environment, frozenset(case.axis)): cell.ns_per_op.value
        for cell in cells
        for case, environment in (cell.cell,)
        if cell.ns_per_op
    }
    for (question, variant, environment, axis, rest), points in trends(cells).items():
        if len(points) <= FEWEST:
            continue
        for point in points:
            where = ((axis, point.n), *rest)
            left = [other for other in points if other is not point]
            mood = statistics.median(other.variance for other in left)
            predicted = fit_line(left, confidence).at(point.n, more_variance=mood)
            made.append(
                HeldOut(
                    variant=variant,
                    environment=environment,
                    axis=where,
                    predicted=predicted,
                    measured=told[question, variant, environment, frozenset(where)],
                    beyond=point.n > left[-1].n,
                    below=point.n < left[0].n,
                )
            )
    return made


def _without(cells: Sequence[CellResult], axis: Axis) -> Iterator[CellResult]:
    """The cells, with no time at that point; what was counted there stays."""
    for cell in cells:
        if (cell.cell.case.question, cell.cell.case.axis) == (IN_PLACE, axis):
            yield replace(cell, ns_per_op=None, fork_ns=(), fork_numbers=())
        else:
            yield cell
