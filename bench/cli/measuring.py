"""What `run` and `compare` share: from specs to a run folder with a report in it."""

from __future__ import annotations

import dataclasses
import datetime
import random
import shlex
import sys
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path

from bench.cli.libraries import libraries_of
from bench.cli.machine import describe_machine
from bench.cli.questions import fingerprint
from bench.errors import SignalbenchError, UsageError
from bench.lockstep.databases import IN_MEMORY, NONE_NEEDED, Database, without_passwords
from bench.lockstep.databases_of_run import RunDatabases
from bench.lockstep.environments import Provisioned, provision
from bench.lockstep.staging import code_digest
from bench.model import ComparisonKind, Environment, Plan, Question
from bench.results.folder import RunFolder
from bench.results.same_plan import plan_difference

DEFAULT_BUDGET_S = 180.0
QUICK_BUDGET_S = 60.0
WHOLE_BUDGET_S = 720.0
"""For all questions."""
CONFIDENCE = 0.95


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Preparation:
    """A plan, the interpreters to carry it out with, and the folder that it is carried out in."""

    plan: Plan
    interpreters: dict[str, Path]
    folder: RunFolder
    fresh: bool
    databases: dict[str, Database]
    """By environment label."""


def prepare(
    *,
    kind: ComparisonKind,
    specs: Sequence[str],
    questions: tuple[Question, ...],
    everything: bool,
    python: str | None,
    budget_s: float | None,
    quick: bool,
    margin: float,
    precision: float | None,
    seed: int | None,
    output: Path | None,
    fresh: bool,
    allow_mixed: bool,
    announce: Callable[[str], None],
    databases: RunDatabases | None = None,
) -> Preparation:
    """Make the environments, and find or name the folder; nothing is written yet.

    everything, quick: how much was asked for, which decides how long to measure and how closely. databases:
    each Django is measured on each of them; None for SQLite in memory. The baseline, the first of the specs
    on the first database, gets a twin: the same environment in another process, which shows how far apart two
    measurements of the same thing come out here.
    """
    wanted = databases.wanted if databases is not None else (IN_MEMORY,)
    provisioned = provision(
        specs,
        python=python,
        allow_mixed=allow_mixed,
        libraries=requirements(questions, wanted),
        announce=announce,
    )
    environments: list[Environment] = []
    interpreters: dict[str, Path] = {}
    database_of: dict[str, Database] = {}
    for database in wanted:
        for each in provisioned:
            label = each.label if len(wanted) == 1 else f"{each.label} {database.label}"
            facts = _facts(each, database, databases)
            environments.append(_environment(each, label, facts, _told_apart(database, wanted)))
            interpreters[label], database_of[label] = each.interpreter, database
    baseline = environments[0]
    twin = dataclasses.replace(baseline, label=f"{baseline.label} twin", twin_of=baseline.label)
    plan = Plan(
        kind=kind,
        created=datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
        command=shlex.join(["signalbench", *without_passwords(sys.argv[1:])]),
        seed=random.randrange(2**31) if seed is None else seed,
        budget_s=budget_s or default_budget_s(quick=quick, everything=everything),
        margin=margin,
        precision=precision or (margin if everything else margin / 5),
        confidence=CONFIDENCE,
        environments=(*environments, twin),
        questions=questions,
        machine=describe_machine(),
        version=version("signalbench"),
        code=code_digest(),
    )
    folder = RunFolder(output if output is not None else _new_folder(plan))
    return Preparation(
        plan=plan if fresh or not folder.has_begun() else _continued(folder, plan),
        interpreters=interpreters | {twin.label: interpreters[baseline.label]},
        folder=folder,
        fresh=fresh,
        databases=database_of | {twin.label: database_of[baseline.label]},
    )


def reports_folder() -> Path:
    """`reports/local` of this checkout; where signalbench is installed without one, of the current folder."""
    checkout = Path(__file__).resolve().parents[2]
    return (checkout if (checkout / "pyproject.toml").exists() else Path.cwd()) / "reports" / "local"


def requirements(questions: Sequence[Question], databases: Sequence[Database]) -> list[str]:
    """What goes into an environment beside its Django."""
    return [*libraries_of(questions), *dict.fromkeys(one for each in databases for one in each.drivers)]


def default_budget_s(*, quick: bool, everything: bool) -> float:
    """How long to measure where nobody says."""
    if quick:
        return QUICK_BUDGET_S
    return WHOLE_BUDGET_S if everything else DEFAULT_BUDGET_S


def _facts(provisioned: Provisioned, database: Database, databases: RunDatabases | None) -> dict[str, str]:
    """The fingerprint of a worker on the database: only there it says which driver this Django takes."""
    lease = NONE_NEEDED if databases is None else databases.lease(database, provisioned.interpreter)
    facts = dict(fingerprint(provisioned.interpreter, database=lease))
    if databases is not None and (trouble := facts.pop("database_trouble", None)) is not None:
        databases.cannot_use(database, trouble)
    return facts


def _told_apart(database: Database, wanted: Sequence[Database]) -> str:
    """What tells two servers of one kind apart in a report."""
    alike = [each for each in wanted if each.engine == database.engine]
    return f" ({database.label})" if database.engine != "sqlite3" and len(alike) > 1 else ""


def _environment(provisioned: Provisioned, label: str, facts: dict[str, str], told_apart: str) -> Environment:
    return Environment(
        label=label,
        django=facts.pop("django"),
        python=facts.pop("python"),
        database=facts.pop("database") + told_apart,
        source=provisioned.source,
        commit=provisioned.commit,
        details=tuple(facts.items()),
    )


def _new_folder(plan: Plan) -> Path:
    moment = datetime.datetime.fromisoformat(plan.created).strftime("%Y%m%dT%H%M%SZ")
    labels = [environment.label for environment in plan.environments if environment.twin_of is None]
    name = "-".join("".join(c if c.isalnum() or c in "._" else "-" for c in label) for label in labels)
    return reports_folder() / f"{moment}-{name[:60]}"


def _continued(folder: RunFolder, plan: Plan) -> Plan:
    """The plan that the folder holds, with the budget asked for now.

    Raises UsageError if it is another plan.
    """
    begun = folder.plan()
    if differs := plan_difference(begun, plan):
        raise UsageError(
            f"{folder.path} holds another run: {differs}; choose another -o, or begin anew with --fresh"
        )
    if dict(begun.machine) != dict(plan.machine):
        raise SignalbenchError(f"{folder.path} was measured on another machine; choose another -o")
    return dataclasses.replace(begun, budget_s=plan.budget_s, command=plan.command)
