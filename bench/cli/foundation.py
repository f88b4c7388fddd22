"""Which run a prediction rests on, and which of its environments."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from packaging.version import InvalidVersion, Version

from bench.analysis.additions import CONNECTED, IN_PLACE, ROWS, additions
from bench.analysis.cost_model import CostModel, cost_model
from bench.cli.measuring import reports_folder
from bench.cli.stored_run import RESULTS, results_file
from bench.errors import SignalbenchError, UsageError
from bench.model import Axis, Environment
from bench.results.stored_results import CONFIDENCE, StoredResults, read_results

PUBLISHED = ("django-3.2-to-6.1/catalogue-3.12", "django-3.2-to-6.1/catalogue-3.10", "first-look")
"""Beside `local`: the first of these that can tell is taken where nothing was measured here."""
PREFERRED: Axis = (("commit", "atomic"),)
MEASURE = "signalbench run bulk-saves"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The environment that was asked for; None for any."""

    django: str | None = None
    python: str | None = None
    database: str | None = None

    def fits(self, environment: Environment) -> bool:
        """Whether this is one: versions as they begin, databases by any part of the name."""
        return (
            (
                self.django is None
                or self.django == environment.label
                or _begins(environment.django, self.django)
            )
            and (self.python is None or _begins(environment.python, self.python))
            and (self.database is None or self.database.lower() in environment.database.lower())
        )

    def __str__(self) -> str:
        parts = (
            f"Django {self.django}" if self.django else "",
            f"Python {self.python}" if self.python else "",
            f"a database called {self.database!r}" if self.database else "",
        )
        return ", ".join(part for part in parts if part) or "any environment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Foundation:
    """A model with where it comes from."""

    results: StoredResults
    environment: Environment
    commit: str | None
    """How the loop commits, "atomic" where that was measured; None where it was not varied."""
    model: CostModel
    substitute: bool
    """Whether it is a published run, as none was found that was measured here."""


def find_foundation(run: Path | None, wanted: Wanted) -> Foundation:
    """In that run, or else in the newest local one that can tell, or else in a published one.

    Raises UsageError where there is none; SignalbenchError for a named run that cannot be read.
    """
    if run is not None:
        results = read_results(results_file(run))
        found = _in(results, wanted, substitute=False)
        if found is None:
            raise UsageError(_missing(str(run), [results], wanted))
        return found
    local = reports_folder()
    seen: list[StoredResults] = []
    for results, substitute in itertools.chain(_newest_first(local), _published(local.parent)):
        seen.append(results)
        if (found := _in(results, wanted, substitute=substitute)) is not None:
            return found
    raise UsageError(_missing("reports/local", seen, wanted))


def _newest_first(local: Path) -> Iterator[tuple[StoredResults, bool]]:
    """The runs whose results can be read, by when those were written, as no substitutes."""
    for path in sorted(local.glob(f"*/{RESULTS}"), key=lambda path: path.stat().st_mtime, reverse=True):
        if path.parent.is_symlink():
            continue
        try:
            yield read_results(path), False
        except SignalbenchError:
            continue  # what cannot be read cannot tell; --from says why


def _published(reports: Path) -> Iterator[tuple[StoredResults, bool]]:
    """Those that there are, as substitutes."""
    for name in PUBLISHED:
        path = reports / name / RESULTS
        if path.exists():
            yield read_results(path), True


def _in(results: StoredResults, wanted: Wanted, *, substitute: bool) -> Foundation | None:
    """The environment with the newest Django of those that fit and can tell."""
    for environment in sorted(results.environments, key=_newness, reverse=True):
        if environment.twin_of is not None or not wanted.fits(environment):
            continue
        points = [rest for label, rest in additions(results.comparisons) if label == environment.label]
        for rest in sorted(points, key=lambda rest: rest != PREFERRED):
            model = cost_model(results.cells, results.comparisons, environment.label, rest, CONFIDENCE)
            if model is not None:
                commit = dict(rest).get("commit")
                return Foundation(
                    results=results,
                    environment=environment,
                    commit=None if commit is None else str(commit),
                    model=model,
                    substitute=substitute,
                )
    return None


def _missing(where: str, searched: Sequence[StoredResults], wanted: Wanted) -> str:
    """Why there is none, and the way out."""
    there = {
        f"{environment.django} on Python {environment.python}, {environment.database}"
        for results in searched
        for environment in results.environments
        if _in(results, Wanted(django=environment.django, python=environment.python), substitute=False)
    }
    asked = f" --django {wanted.django}" if wanted.django else ""
    way_out = f"Measure it: {MEASURE}{asked}"
    if not there:
        kinds = ", ".join(f"“{name}”" for name in CONNECTED)
        return f"{where} has no {IN_PLACE} with all of {kinds}, at two numbers of {ROWS} or more. {way_out}"
    return f"{where} can say nothing about {wanted}; it can about {'; '.join(sorted(there))}. {way_out}"


def _begins(version: str, wanted: str) -> bool:
    return version == wanted or version.startswith(f"{wanted}.")


def _newness(environment: Environment) -> Version:
    try:
        return Version(environment.django)
    except InvalidVersion:
        return Version("0")
