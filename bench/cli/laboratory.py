"""Where one case is tried on any Django of a bisection: counted by a worker, or timed in lockstep.

Everything is measured on the one Python that good and bad share, in folders that do not stay. A Django that
cannot be had, or where the case does not run, raises SignalbenchError with the reason.
"""

from __future__ import annotations

import dataclasses
import functools
import tempfile
from collections.abc import Callable
from pathlib import Path

from bench.analysis.analyse import analyse
from bench.analysis.judgement import judge
from bench.cli.libraries import libraries_of
from bench.cli.measuring import prepare
from bench.cli.one_case import OneCase
from bench.cli.progress import watcher
from bench.errors import SignalbenchError
from bench.lockstep.conductor import PATIENCE_S, conduct
from bench.lockstep.environments import Provisioned, provision
from bench.lockstep.history import Candidate, History
from bench.lockstep.staging import stage_packages
from bench.lockstep.worker_process import OperationError, WorkerFailure, WorkerProcess
from bench.model import CellState, Comparison, ComparisonKind, Counters, Results
from bench.render import wording
from bench.results.codec import counters_from_json


class DoesNotRun(SignalbenchError):
    """A Django is there, and the case does not run on it."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One lockstep comparison of two candidates."""

    candidate: Candidate
    against: Candidate
    comparison: Comparison
    margin: float
    """The smallest change, as a share, that it may call one: the margin, or the noise if larger."""

    @property
    def text(self) -> str:
        """Mark and phrase: "▲ 1.18× slower (1.15–1.21)"."""
        return wording.text(self.comparison, self.margin)

    @property
    def phrase(self) -> str:
        """The same without the mark."""
        return wording.phrase(self.comparison, self.margin)


@dataclasses.dataclass(slots=True, kw_only=True)
class Laboratory:
    """What was found is kept: a candidate is counted once."""

    chosen: OneCase
    history: History
    python: str | None
    margin: float
    seed: int | None
    quiet: bool
    announce: Callable[[str], None]
    counted: dict[Candidate, Counters] = dataclasses.field(default_factory=dict)
    readings: list[Reading] = dataclasses.field(default_factory=list)

    def count(self, candidate: Candidate) -> Counters:
        """What one operation does there, in a fresh worker."""
        if candidate not in self.counted:
            interpreter = self._provisioned(candidate).interpreter
            try:
                self.counted[candidate] = self._count(interpreter)
            except (WorkerFailure, OperationError) as failure:
                raise DoesNotRun(f"{self.chosen} does not run on {candidate.title}: {failure}") from failure
        return self.counted[candidate]

    def measure(self, good: Candidate, candidate: Candidate, bad: Candidate, *, budget_s: float) -> Reading:
        """Time all three in turn, and divide the candidate by good. The candidate may be bad itself.

        A candidate between the two only has to fall to one side, which ends its measurement early.
        """
        specs = list(dict.fromkeys((good.spec, candidate.spec, bad.spec)))
        results = self._results(specs, budget_s, precision=None if candidate == bad else self.margin)
        label = results.plan.environments[specs.index(candidate.spec)].label
        comparison = next(
            one
            for one in results.comparisons
            if one.kind is ComparisonKind.VERSION and one.candidate == label
        )
        if comparison.ratio is None:
            raise SignalbenchError(f"{self.chosen} has no time on {candidate.title}: {comparison.reason}")
        reading = Reading(
            candidate=candidate, against=good, comparison=comparison, margin=wording.margin(results)
        )
        self.readings.append(reading)
        return reading

    def _provisioned(self, candidate: Candidate) -> Provisioned:
        """The candidate's environment; good and bad go with it, as they decide which Python it is."""
        good, bad = self.history.good, self.history.bad
        specs = list(dict.fromkeys((good.spec, candidate.spec, bad.spec)))
        ready = provision(
            specs,
            python=self.python,
            libraries=libraries_of([self.chosen.question]),
            announce=self.announce,
        )
        return ready[specs.index(candidate.spec)]

    def _count(self, interpreter: Path) -> Counters:
        with tempfile.TemporaryDirectory(prefix="signalbench-") as scratch:
            staging = stage_packages(Path(scratch) / "measured")
            worker = WorkerProcess(interpreter, staging, hash_seed=0)
            try:
                answer = worker.verify(self.chosen.case, count=True, patience_s=PATIENCE_S)
            finally:
                worker.stop()
        if answer["state"] != CellState.MEASURED.value:
            raise OperationError(answer["reason"])
        return counters_from_json(answer["counters"])

    def _results(self, specs: list[str], budget_s: float, precision: float | None) -> Results:
        with tempfile.TemporaryDirectory(prefix="signalbench-") as scratch:
            preparation = prepare(
                kind=ComparisonKind.VERSION,
                specs=specs,
                questions=(self.chosen.question,),
                everything=False,
                python=self.python,
                budget_s=budget_s,
                quick=False,
                margin=self.margin,
                precision=precision,
                seed=self.seed,
                output=Path(scratch) / "run",
                fresh=False,
                allow_mixed=False,
                announce=self.announce,
            )
            plan = preparation.plan
            preparation.folder.begin(plan)
            with watcher(plan, quiet=self.quiet) as progress:
                judging = functools.partial(judge, plan)
                conduct(plan, preparation.interpreters, preparation.folder, progress, judge=judging)
            history = preparation.folder.history()
        return analyse(
            plan, history.slices, history.outcomes, looks=history.looks, elapsed_s=history.elapsed_s
        )
