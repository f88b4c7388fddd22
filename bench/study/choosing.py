"""Which findings a study can give: the first ten candidates that its runs decide."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from bench.claims.commands import command
from bench.claims.evidence import NoDataError, django_version
from bench.study.finding import Candidate, Ground
from bench.study.findings import candidates
from bench.study.study import Study, StudyRun

MOST = 10
USUAL_DATABASE = "SQLite"
"""What findings speak of: the queries take least there, so that it shows best what is Django's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A candidate that was decided, and where."""

    candidate: Candidate
    sentence: str
    run: StudyRun
    command: str
    """Measures the finding's cells and no others."""


def found(study: Study) -> list[Found]:
    """At most MOST of them, the most interesting first."""
    decided = (find(candidate, study.runs) for candidate in candidates())
    return list(itertools.islice((each for each in decided if each is not None), MOST))


def find(candidate: Candidate, runs: Sequence[StudyRun]) -> Found | None:
    """What the run says that can say most surely. None where none has the cells, or that one leaves it open.

    Of the runs with all its cells that is the one with the newest Django, then with the nearest before it
    where two are compared, then with the most forks. Which run is asked does not depend on what it says.
    """
    able = [(sureness, run) for run in runs if (sureness := _sureness(candidate, run)) is not None]
    if not able:
        return None
    _, run = max(able, key=lambda each: each[0])
    ground = Ground(evidence=run.evidence, margin=run.margin)
    sentence = candidate.rule(ground)
    if sentence is None:
        return None
    return Found(
        candidate=candidate,
        sentence=sentence,
        run=run,
        command=command(candidate.cells, candidate.about(ground), run.results.command),
    )


def _sureness(candidate: Candidate, run: StudyRun) -> tuple[tuple[int, int], tuple[int, int], int] | None:
    """The larger the surer; None where a cell is missing, or a Django that the candidate is about."""
    usual = all(each.database.startswith(USUAL_DATABASE) for each in run.releases)
    if not (usual and run.releases):
        return None
    ground = Ground(evidence=run.evidence, margin=run.margin)
    try:
        about = candidate.about(ground)
        run.evidence.require(candidate.cells, about)
        candidate.rule(ground)
    except NoDataError:
        return None
    forks = run.forks_behind(candidate.cells, about)
    return django_version(ground.newest), django_version(about[0]), forks
