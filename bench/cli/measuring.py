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

from bench.cli.machine import describe_machine
from bench.cli.questions import introduce
from bench.cli.selection import select
from bench.errors import SignalbenchError, UsageError
from bench.lockstep.environments import Provisioned, provision
from bench.lockstep.staging import code_digest
from bench.model import ComparisonKind, Environment, Plan, Question
from bench.results.folder import RunFolder
from bench.results.same_plan import plan_difference

DEFAULT_BUDGET_S = 180.0
QUICK_BUDGET_S = 60.0
CONFIDENCE = 0.95
FLOOR = "floor"
"""The question that says what measuring itself adds; it goes with every selection."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Preparation:
    """A plan, the interpreters to carry it out with, and the folder that it is carried out in."""

    plan: Plan
    interpreters: dict[str, Path]
    folder: RunFolder
    fresh: bool


def prepare(
    *,
    kind: ComparisonKind,
    specs: Sequence[str],
    names: Sequence[str],
    expression: str | None,
    python: str | None,
    budget_s: float | None,
    quick: bool,
    full: bool,
    margin: float,
    precision: float | None,
    seed: int | None,
    output: Path | None,
    fresh: bool,
    allow_mixed: bool,
    announce: Callable[[str], None],
) -> Preparation:
    """Make the environments, choose the cases, and find or name the folder; nothing is written yet.

    The baseline, the first of the specs, gets a twin: the same environment in another process, which
    shows how far apart two measurements of the same thing come out here.
    """
    provisioned = provision(specs, python=python, allow_mixed=allow_mixed, announce=announce)
    environments: list[Environment] = []
    questions: tuple[Question, ...] = ()
    interpreters: dict[str, Path] = {}
    for each in provisioned:
        facts, offered = introduce(each.interpreter, full=full)
        questions = questions or offered
        environments.append(_environment(each, dict(facts)))
        interpreters[environments[-1].label] = each.interpreter
    baseline = environments[0]
    twin = dataclasses.replace(baseline, label=f"{baseline.label} twin", twin_of=baseline.label)
    plan = Plan(
        kind=kind,
        created=datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
        command=shlex.join(["signalbench", *sys.argv[1:]]),
        seed=random.randrange(2**31) if seed is None else seed,
        budget_s=budget_s or (QUICK_BUDGET_S if quick else DEFAULT_BUDGET_S),
        margin=margin,
        precision=margin / 5 if precision is None else precision,
        confidence=CONFIDENCE,
        environments=(*environments, twin),
        questions=_with_floor(select(questions, names, expression, quick=quick), questions),
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
    )


def reports_folder() -> Path:
    """`reports/local` of this checkout; where signalbench is installed without one, of the current folder."""
    checkout = Path(__file__).resolve().parents[2]
    return (checkout if (checkout / "pyproject.toml").exists() else Path.cwd()) / "reports" / "local"


def _environment(provisioned: Provisioned, facts: dict[str, str]) -> Environment:
    return Environment(
        label=provisioned.label,
        django=facts.pop("django"),
        python=facts.pop("python"),
        database=f"SQLite {facts.pop('sqlite')}, in memory",
        source=provisioned.source,
        commit=provisioned.commit,
        details=tuple(facts.items()),
    )


def _with_floor(selected: tuple[Question, ...], questions: tuple[Question, ...]) -> tuple[Question, ...]:
    if any(question.slug == FLOOR for question in selected):
        return selected
    return (*(question for question in questions if question.slug == FLOOR), *selected)


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
