"""What a study's folder holds: runs, each in a folder of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from bench.claims.claim import Cells
from bench.claims.evidence import Evidence, django_version
from bench.errors import UsageError
from bench.model import RELEASED, Cell, Counters, Environment
from bench.results.stored_results import StoredResults, read_results
from bench.study.addition import Addition, read_addition
from bench.study.repetitions import Repetition, read_repetitions

RESULTS = "results.json"
ADDITION = "study.json"


@dataclass(frozen=True, kw_only=True)
class StudyRun:
    """A published run."""

    name: str
    results: StoredResults
    addition: Addition

    @property
    def margin(self) -> float:
        """The smallest change, as a share, that the run may call one: its plan's, or its noise if larger."""
        return max(self.addition.margin, self.results.noise_floor or 0.0)

    @cached_property
    def releases(self) -> tuple[Environment, ...]:
        """The released Djangos that were measured, the oldest first."""
        measured = [
            each for each in self.results.environments if each.twin_of is None and each.source == RELEASED
        ]
        return tuple(sorted(measured, key=django_version))

    @cached_property
    def evidence(self) -> Evidence:
        """What the run holds of released Djangos, their steps too."""
        compared = (*self.results.comparisons, *self.addition.steps)
        return Evidence(self.releases, self.results.cells, compared)

    def forks_behind(self, wanted: Sequence[Cells], about: Sequence[Environment] | None = None) -> int:
        """Of the cell with the fewest, in these environments or all; NoDataError where one is missing."""
        return min(
            (
                len(spot.cell(variant).fork_ns)
                for one in wanted
                for spot in self.evidence.spots(one, about)
                for variant in one.variants
            ),
            default=0,
        )

    @cached_property
    def counters(self) -> dict[Cell, Counters]:
        """Of every cell."""
        return {result.cell: result.counters for result in self.results.cells}


@dataclass(frozen=True, kw_only=True)
class Study:
    """A folder of published runs, by name."""

    folder: Path
    runs: tuple[StudyRun, ...]
    repetitions: tuple[Repetition, ...] = ()
    """Runs that were measured again, to see whether they say the same."""

    @property
    def djangos(self) -> Sequence[str]:
        """The releases that were measured, the oldest first: "3.2", "6.1"."""
        versions = sorted({django_version(each) for run in self.runs for each in run.releases})
        return [".".join(map(str, version)) for version in versions]


def read_study(folder: Path) -> Study:
    """Raises UsageError where no run was published, SignalbenchError for one that cannot be read."""
    runs = runs_of(folder)
    if not runs:
        raise UsageError(f"{folder} is no study: no folder in it has a {ADDITION}. See: signalbench publish")
    return Study(folder=folder, runs=runs, repetitions=read_repetitions(folder))


def runs_of(folder: Path) -> tuple[StudyRun, ...]:
    """By name; none where there is no study yet. Raises SignalbenchError for one that cannot be read."""
    return tuple(read_run(path.parent) for path in sorted(folder.glob(f"*/{ADDITION}")))


def read_run(folder: Path) -> StudyRun:
    """Raises SignalbenchError where it cannot be read."""
    return StudyRun(
        name=folder.name,
        results=read_results(folder / RESULTS),
        addition=read_addition(folder / ADDITION),
    )
