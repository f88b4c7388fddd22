"""Takes one round of a block: every cell once, in heats, which give slices or failures."""

from __future__ import annotations

import dataclasses
import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bench.lockstep import schedule
from bench.lockstep.answers import Answer
from bench.lockstep.crew import Crew
from bench.lockstep.experience import Experience
from bench.lockstep.relays import CALLED_OFF, Leg
from bench.lockstep.schedule import Heat
from bench.lockstep.worker_process import OperationError, WorkerFailure
from bench.model import Case, Cell, CellState, Outcome, Slices


@dataclass(slots=True)
class Taken:
    """What a round gave."""

    slices: list[Slices] = field(default_factory=list)
    failures: dict[Cell, str] = field(default_factory=dict)
    suspects: set[Case] = field(default_factory=set)
    """One of these raised while they took turns together; each has to be tried by itself."""


def take_round(
    crew: Crew,
    cases: Sequence[Case],
    experience: Experience,
    outcomes: Mapping[Cell, Outcome],
    chance: random.Random,
    *,
    bound: bool,
    whole: bool,
    fork: int,
    number: int,
    position: int,
) -> Taken:
    """Time the cases in every environment where they can be.

    bound: all workers are on one core. whole: these are all cases of the block. position: the rank of the
    first cell in its fork.
    """
    taken = Taken()
    parts = [
        (dataclasses.replace(heat, cases=tuple(members)), labels)
        for heat in experience.heats(cases, chance, bound=bound)
        for labels, members in _by_environments(heat.cases, crew.labels, outcomes).items()
    ]
    for part, labels in parts:
        heat = dataclasses.replace(part, paced=not whole or len(parts) > 1)
        answers, pace = _run(crew, heat, labels, experience, chance)
        for label, answer in answers.items():
            if not isinstance(answer, dict):
                _note_failure(answer, label, heat.cases, taken)
                continue
            for leg, (case, ns) in enumerate(zip(heat.cases, answer["ns"], strict=True)):
                taken.slices.append(
                    Slices(
                        fork=fork,
                        round=number,
                        position=position + len(taken.slices),
                        cell=Cell(case, label),
                        loops=schedule.loops_for(experience.ns(case), side_by_side=heat.side_by_side),
                        ns=tuple(ns),
                        pace_ns=None if pace is None else tuple(pace[leg]),
                    )
                )
    return taken


def _by_environments(
    cases: Sequence[Case], labels: Sequence[str], outcomes: Mapping[Cell, Outcome]
) -> dict[tuple[str, ...], list[Case]]:
    """The cases by the environments that have them, as all of a circle have to do the same."""
    grouped: defaultdict[tuple[str, ...], list[Case]] = defaultdict(list)
    for case in cases:
        able = tuple(
            label
            for label in labels
            if (outcome := outcomes.get(Cell(case, label))) and outcome.state is CellState.MEASURED
        )
        if able:
            grouped[able].append(case)
    return grouped


def _run(
    crew: Crew,
    heat: Heat,
    labels: Sequence[str],
    experience: Experience,
    chance: random.Random,
) -> tuple[dict[str, Answer], list[list[float]] | None]:
    """{"ns": [[one a turn] for each case]} by environment, and the pacemaker's times if it ran."""
    order = chance.sample(labels, len(labels))
    foreseen_s = experience.heat_seconds(heat)
    if heat.side_by_side:
        (case,) = heat.cases
        ns = experience.ns(case)
        answers, pace_ns = crew.side_by_side(
            order,
            case,
            schedule.loops_for(ns, side_by_side=True),
            warm_up=schedule.warms_up(ns),
            paced=heat.paced,
            foreseen_s=foreseen_s,
        )
        nested: dict[str, Answer] = {
            label: {"ns": [[answer["ns"]]]} if isinstance(answer, dict) else answer
            for label, answer in answers.items()
        }
        return nested, None if pace_ns is None else [[pace_ns]]
    legs = [_leg(case, experience.ns(case)) for case in heat.cases]
    return crew.relay(order, legs, heat.turns, paced=heat.paced, foreseen_s=foreseen_s)


def _leg(case: Case, ns: float) -> Leg:
    loops = schedule.loops_for(ns, side_by_side=False)
    return Leg(case, loops, schedule.warms_up(ns))


def _note_failure(
    failure: OperationError | WorkerFailure, label: str, cases: Sequence[Case], taken: Taken
) -> None:
    if str(failure).startswith(CALLED_OFF):
        return
    if len(cases) == 1:
        taken.failures[Cell(cases[0], label)] = str(failure)
    else:
        taken.suspects |= set(cases)
