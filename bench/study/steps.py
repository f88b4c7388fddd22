"""What changed from one Django to the next by more than a tenth, with the counters that moved."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bench.analysis.verdict import decide
from bench.model import Axis, Case, Cell, Comparison, Counters, Environment, Estimate, Verdict
from bench.study.study import Study, StudyRun
from bench.verdicts import CHANGED

Place = tuple[str, str, str, str]
"""The release before, the release, the Python and the database."""
LEAST = 0.10
"""A step is told where the whole interval lies beyond this, or beyond the run's margin if that is larger."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One case in a Django and in the one before it."""

    run: StudyRun
    before: Environment
    after: Environment
    comparison: Comparison
    ratio: Estimate
    counted: tuple[Counters, Counters]
    """In the one before, and in the other."""

    @property
    def question(self) -> str:
        """The slug."""
        return self.comparison.question

    @property
    def variant(self) -> str:
        """Its name."""
        return self.comparison.variant

    @property
    def axis(self) -> Axis:
        """The point."""
        return self.comparison.axis

    @property
    def slower(self) -> bool:
        """Else it is faster."""
        return self.ratio.value > 1

    def moved(self, counter: str) -> int | None:
        """By how much a counter of model.Counters grew; None where it was not counted on both sides."""
        old, new = (getattr(side, counter) for side in self.counted)
        return None if old is None or new is None else new - old


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """From one release to the next on one Python and one database."""

    before: str
    after: str
    python: str
    database: str
    compared: int
    """Cells that have a ratio."""
    same: int
    """Those of them that changed by less than a step does, surely."""
    steps: tuple[Step, ...]
    """Those that changed, the largest change first."""


def stages(study: Study) -> list[Stage]:
    """From each release to the next that was measured, SQLite first.

    Of a cell that runs share, the one with more forks counts.
    """
    best: dict[tuple[object, ...], Step] = {}
    for run in study.runs:
        for step in _steps(run):
            place = (*_stage(step), step.question, step.variant, frozenset(step.axis))
            if place not in best or best[place].comparison.forks < step.comparison.forks:
                best[place] = step
    grouped: dict[Place, list[Step]] = {}
    for step in best.values():
        grouped.setdefault(_stage(step), []).append(step)
    return [
        Stage(
            before=before,
            after=after,
            python=python,
            database=database,
            compared=len(steps),
            same=sum(_verdict(step) is Verdict.SAME for step in steps),
            steps=tuple(sorted(filter(_changed, steps), key=_size, reverse=True)),
        )
        for (before, after, python, database), steps in sorted(grouped.items(), key=_order)
        if not _passes_over((before, after, python, database), grouped)
    ]


def _passes_over(stage: Place, among: Iterable[Place]) -> bool:
    """Whether a release between the two was measured on the same Python and database, by whatever run."""
    before, after, *where = stage
    between = {release for each in among if [*each[2:]] == where for release in each[:2]}
    return any(_version(before) < _version(release) < _version(after) for release in between)


def _version(release: str) -> tuple[int, ...]:
    return tuple(map(int, release.split(".")))


def _steps(run: StudyRun) -> Iterable[Step]:
    environments = {each.label: each for each in run.releases}
    for comparison in run.addition.steps:
        before, after = (environments.get(side) for side in (comparison.baseline, comparison.candidate))
        if before is None or after is None or comparison.ratio is None:
            continue
        case = Case(comparison.question, comparison.variant, comparison.axis)
        counted = [run.counters.get(Cell(case, side.label), Counters()) for side in (before, after)]
        yield Step(
            run=run,
            before=before,
            after=after,
            comparison=comparison,
            ratio=comparison.ratio,
            counted=(counted[0], counted[1]),
        )


def _changed(step: Step) -> bool:
    return _verdict(step) in CHANGED


def _verdict(step: Step) -> Verdict:
    return decide(step.ratio, max(LEAST, step.run.margin))


def _size(step: Step) -> float:
    return max(step.ratio.low, 1 / step.ratio.high)


def _stage(step: Step) -> Place:
    before, after = step.before, step.after
    return _release(before), _release(after), _line(after.python), after.database


def _order(item: tuple[Place, list[Step]]) -> tuple[object, ...]:
    before, after, python, database = item[0]
    return (not database.startswith("SQLite"), _version(after), _version(before), python, database)


def _release(environment: Environment) -> str:
    match = re.match(r"\d+\.\d+", environment.django)
    return match[0] if match else environment.django


def _line(python: str) -> str:
    match = re.search(r"\d+\.\d+", python)
    return match[0] if match else python
