"""How far apart the same thing comes out when this machine measures it at two times.

The forks of two runs say how surely either run knows its own times, but not what the machine did between
them. Three things are known of that, and the largest of them is taken:

within     The course of a run: how far, at each fork, the cells stand from their own middles, by the median
           over the cells. Each cell stays what it is, so what moves is the machine. It counts from the
           lowest fork to the highest. Cells of one block are timed in the same forks; of the blocks with the
           most forks, which are as many views of the same machine, the median one counts.
controls   What cannot have changed between the runs: "floor", whose operation does nothing, and every case in
           a released Django of the same version, with the same Python, libraries and measured code. It is
           the distance that 95 of 100 of these cells stay within; with up to 20 of them, the largest.
common     The distance of the middle cell of all. A machine of another speed moves all cells together, but so
           does a Django that is slower all over: the two cannot be told apart, so all of it counts as drift.

What none of them can know: whether the machine had moods that neither run saw, or one that slows "floor"
down less than what is compared (memory, caches, disks); and whether a change of speed hides a change of
Django that goes the other way and that no control shows.
"""

from __future__ import annotations

import dataclasses
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np

from bench.analysis.analyse import NOISE_SHARE
from bench.model import RELEASED, Axis, Case, CellResult, Environment
from bench.unpaired import Drift

FLOOR = "floor"


def estimate_drift(
    before: Iterable[CellResult],
    after: Iterable[CellResult],
    *,
    controls: Sequence[float],
    shifts: Sequence[float],
) -> Drift:
    """The drift over two runs, from all their cells and the log ratios after / before.

    controls: of the cells that cannot have changed. shifts: of all cells, the controls among them; one at
    least, or ValueError is raised.
    """
    if not shifts:
        raise ValueError("no cell was timed in both runs")
    courses = [course for run in (before, after) if (course := course_of(run)) is not None]
    within = max(courses, default=None)
    apart = float(np.quantile(np.abs(controls), NOISE_SHARE, method="higher")) if controls else 0.0
    common = float(np.median(shifts))
    return Drift(
        within=None if within is None else math.exp(within),
        controls=math.exp(apart),
        control_cells=len(controls),
        common=math.exp(common),
        factor=math.exp(max(within or 0.0, apart, abs(common))),
    )


def course_of(cells: Iterable[CellResult]) -> float | None:
    """How far a run's own speed moved from fork to fork, on the log scale; None without two forks."""
    blocks: defaultdict[tuple[str, Axis], list[CellResult]] = defaultdict(list)
    for cell in cells:
        blocks[cell.cell.case.question, cell.cell.case.axis].append(cell)
    longest = {block: max(len(cell.fork_ns) for cell in members) for block, members in blocks.items()}
    forks = max(longest.values(), default=0)
    if forks < 2:
        return None
    ranges = []
    for block, members in blocks.items():
        if longest[block] == forks:
            log_ns = np.log([cell.fork_ns for cell in members if len(cell.fork_ns) == forks])
            course = np.median(log_ns - np.median(log_ns, axis=1, keepdims=True), axis=0)
            ranges.append(float(np.ptp(course)))
    return float(np.median(ranges))


def cannot_have_changed(case: Case, before: Environment, after: Environment) -> bool:
    """Whether a difference between these two can only be the machine's, if machine and code are the same."""
    if case.question == FLOOR:
        return True
    renamed = dataclasses.replace(after, label=before.label, twin_of=before.twin_of)
    return before.source == RELEASED and before == renamed
