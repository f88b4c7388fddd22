"""Two runs on a simulated machine whose speed moves by two: the intervals hold, and no verdict is given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from bench.analysis.drift import course_of
from bench.analysis.location import TRIMMED_SHARE, trimmed
from bench.analysis.unpaired import compare_unpaired, welch
from bench.model import (
    Case,
    Cell,
    CellResult,
    CellState,
    ComparisonKind,
    Counters,
    Environment,
    Plan,
    Question,
    Results,
    Variant,
    Verdict,
)
from tests.synthetic import BULK_SAVES, ENVIRONMENTS, RECEIVERS, plan

FLOOR = Question(
    slug="floor",
    sentence="What does measuring itself add?",
    about="",
    group="core",
    unit="call",
    axes=(),
    variants=(Variant(name="empty function", summary="", reference=None),),
    cases=(Case("floor", "empty function", ()),),
    source="",
)
DJANGO, TWIN = ENVIRONMENTS[1], replace(ENVIRONMENTS[1], label="5.2 twin", twin_of="5.2")
PLAN = plan(questions=(FLOOR, RECEIVERS, BULK_SAVES), environments=(DJANGO, TWIN))
NEWER = replace(
    PLAN,
    environments=(replace(DJANGO, django="5.2.20"), replace(TWIN, django="5.2.20")),
    created="later",
    seed=2,
)
Speed = Callable[[np.random.Generator, int, int], np.ndarray]
"""How slow the machine is at each fork of the first run (0) or the second (1): 1 to 2."""


def steady(chance: np.random.Generator, run: int, forks: int) -> np.ndarray:
    return np.ones(forks)


def slow_in_one_run(chance: np.random.Generator, run: int, forks: int) -> np.ndarray:
    return np.full(forks, 1.0 + run)


def fast_in_one_run(chance: np.random.Generator, run: int, forks: int) -> np.ndarray:
    return np.full(forks, 2.0 - run)


def flipping(chance: np.random.Generator, run: int, forks: int) -> np.ndarray:
    return 1.0 + chance.integers(0, 2, forks)


def in_long_spells(chance: np.random.Generator, run: int, forks: int) -> np.ndarray:
    return 1.0 + (np.cumsum(chance.random(forks) < 0.2) + chance.integers(0, 2)) % 2


def wandering(chance: np.random.Generator, run: int, forks: int) -> np.ndarray:
    phase = chance.uniform(0, 2 * np.pi)
    return np.asarray(2 ** (0.5 + 0.5 * np.sin(phase + np.linspace(0, np.pi, forks))))


MACHINES = (steady, slow_in_one_run, fast_in_one_run, flipping, in_long_spells, wandering)


def measured(
    run: Plan,
    speed: Speed,
    chance: np.random.Generator,
    *,
    number: int = 0,
    forks: int = 10,
    ratio: float = 1.0,
) -> Results:
    """Each process has a bias of 2%; cases of many rows are only timed in every third fork.

    ratio: of every case but `floor`, in this run.
    """
    slowness = speed(chance, number, forks)
    cells = []
    for question in run.questions:
        for case in question.cases:
            base = 1000.0 if question is FLOOR else 5000.0 * ratio
            seen = slice(number, None, 3) if ("rows", 1000) in case.axis else slice(None)
            for environment in run.environments:
                ns = base * slowness * np.exp(chance.normal(0, 0.02, forks))
                cells.append(
                    CellResult(
                        cell=Cell(case, environment.label),
                        state=CellState.MEASURED,
                        fork_ns=tuple(ns[seen].tolist()),
                        counters=Counters(queries=1, bytecodes=100),
                    )
                )
    return Results(plan=run, noise_floor=0.01, cells=tuple(cells), comparisons=(), forks=forks, elapsed_s=1.0)


def pair(
    speed: Speed, seed: int, *, after: Plan = NEWER, ratio: float = 1.0, forks: int = 10
) -> tuple[Results, Results]:
    chance = np.random.default_rng(seed)
    return (
        measured(PLAN, speed, chance, forks=forks),
        measured(after, speed, chance, number=1, ratio=ratio, forks=forks),
    )


def verdicts(before: Results, after: Results) -> set[tuple[Verdict, str | None]]:
    return {(c.comparison.verdict, c.comparison.reason) for c in compare_unpaired(before, after).cells}


@pytest.mark.parametrize("ratio", [1.0, 1.25, 0.5])
@pytest.mark.parametrize("speed", MACHINES)
@pytest.mark.parametrize("forks", [6, 20])
def test_95_of_100_cells_hold_the_truth_whatever_the_machine_does(
    speed: Speed, ratio: float, forks: int
) -> None:
    """The Djangos differ, so only `floor` is known to be the same; the rest may be machine or Django."""
    held, cells = 0, 0
    for seed in range(4):
        found = compare_unpaired(*pair(speed, seed, ratio=ratio, forks=forks))
        for cell in found.cells:
            truth = 1.0 if cell.case.question == "floor" else ratio
            assert cell.comparison.ratio is not None
            held += cell.comparison.ratio.low <= truth <= cell.comparison.ratio.high
            cells += 1
    assert held >= 0.95 * cells


def test_without_the_drift_every_interval_would_miss() -> None:
    """What the widening is for: forks that all saw the same speed know nothing of another one."""
    found = compare_unpaired(*pair(slow_in_one_run, 1))
    assert found.drift is not None
    assert found.drift.factor == pytest.approx(2, rel=0.1)
    assert all(c.comparison.ratio and c.comparison.ratio.low * found.drift.factor > 1 for c in found.cells)


def test_on_a_steady_machine_the_intervals_stay_narrow() -> None:
    found = compare_unpaired(*pair(steady, 1))
    assert found.drift is not None
    assert found.drift.factor < 1.1
    assert all(c.comparison.ratio and c.comparison.ratio.high < 1.2 for c in found.cells)


@pytest.mark.parametrize("ratio", [1.0, 10.0])
def test_no_verdict_is_ever_given(ratio: float) -> None:
    assert verdicts(*pair(steady, 1, ratio=ratio)) == {(Verdict.UNCLEAR, "the runs were not in lockstep")}


def test_where_nothing_has_changed_every_cell_is_a_control() -> None:
    found = compare_unpaired(*pair(flipping, 1, after=replace(PLAN, seed=2)))
    assert found.drift is not None
    assert found.drift.control_cells == 2 * sum(len(question.cases) for question in PLAN.questions)


@pytest.mark.parametrize("source", ["a checkout", "installed"])
def test_a_django_that_may_have_been_edited_is_no_control(source: str) -> None:
    edited = replace(PLAN, environments=tuple(replace(e, source=source) for e in PLAN.environments))
    chance = np.random.default_rng(1)
    found = compare_unpaired(measured(edited, steady, chance), measured(edited, steady, chance, number=1))
    assert found.drift is not None
    assert found.drift.control_cells == 2, "floor and its twin"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"machine": (("cpu", "another"),)}, "other machine: cpu Example CPU @ 2.50GHz against another"),
        ({"code": "other"}, "the measured code differs"),
        ({"python": "3.12.4"}, "Python 3.12.1 against 3.12.4"),
        ({"database": "PostgreSQL 17"}, "SQLite 3.45.1, in memory against PostgreSQL 17"),
        ({"details": (("compiler", "GCC 13"),)}, "another build of Python: compiler unknown against GCC 13"),
    ],
)
def test_times_of_other_surroundings_are_not_compared_but_counters_are(
    changes: dict[str, object], reason: str
) -> None:
    if set(changes) <= {"machine", "code"}:
        other = replace(PLAN, **changes)
    else:
        other = replace(PLAN, environments=tuple(replace(e, **changes) for e in PLAN.environments))
    before, after = pair(steady, 1, after=other)
    found = compare_unpaired(before, after)
    assert verdicts(before, after) == {(Verdict.NOT_COMPARABLE, reason)}
    assert found.drift is None
    assert all(cell.counters == () and cell.comparison.ratio is None for cell in found.cells)


def with_counters(results: Results, counters: Counters) -> Results:
    return replace(results, cells=tuple(replace(cell, counters=counters) for cell in results.cells))


def test_counters_that_differ_are_facts() -> None:
    before, after = pair(slow_in_one_run, 1)
    found = compare_unpaired(before, with_counters(after, Counters(queries=1, bytecodes=103, python_calls=7)))
    assert {cell.counters for cell in found.cells} == {(("bytecodes", 100, 103),)}


def test_counters_of_another_python_or_scenario_are_not_compared() -> None:
    other_python = replace(PLAN, environments=tuple(replace(e, python="3.13.0") for e in PLAN.environments))
    other_source = replace(
        PLAN, code="other", questions=tuple(replace(q, source="new") for q in PLAN.questions)
    )
    for other in (other_python, other_source):
        found = compare_unpaired(*pair(steady, 1, after=other))
        assert {cell.counters for cell in found.cells} == {None}


def test_a_cell_that_either_run_has_no_time_of_says_so() -> None:
    before, after = pair(steady, 1)
    cells = list(after.cells)
    cells[0] = replace(cells[0], state=CellState.FAILED, reason="hung", fork_ns=())
    cells[2] = replace(cells[2], fork_ns=cells[2].fork_ns[:1])
    found = compare_unpaired(before, replace(after, cells=tuple(cells)))
    reasons = [c.comparison.reason for c in found.cells if c.comparison.verdict is Verdict.NO_DATA]
    assert reasons == ["B: hung", "B: one fork only: no interval can be given"]


def environments(*labels: str) -> tuple[Environment, ...]:
    return tuple(replace(DJANGO, label=label) for label in labels)


@pytest.mark.parametrize(
    ("before", "after", "pairs"),
    [
        (("4.2", "5.2"), ("5.2", "6.1"), (("5.2", "5.2"),)),
        (("5.2",), ("6.1",), (("5.2", "6.1"),)),
        (("4.2", "5.2"), ("6.0", "6.1"), ()),
    ],
)
def test_environments_are_matched_by_label_and_single_ones_anyhow(
    before: tuple[str, ...], after: tuple[str, ...], pairs: tuple[tuple[str, str], ...]
) -> None:
    chance = np.random.default_rng(1)
    ours, theirs = (
        measured(replace(PLAN, environments=environments(*labels)), steady, chance)
        for labels in (before, after)
    )
    assert compare_unpaired(ours, theirs).environments == pairs


def test_cases_of_one_run_only_are_left_out_and_counted() -> None:
    chance = np.random.default_rng(1)
    fewer = replace(PLAN, kind=ComparisonKind.VARIANT, questions=(FLOOR, RECEIVERS))
    found = compare_unpaired(measured(PLAN, steady, chance), measured(fewer, steady, chance))
    assert {cell.case.question for cell in found.cells} == {"floor", "receivers"}
    assert found.left_out == len(BULK_SAVES.cases)


def test_welch_agrees_with_scipy() -> None:
    chance = np.random.default_rng(1)
    before, after = chance.normal(0, 1, 9), chance.normal(1, 3, 14)
    ours = welch(trimmed(before), trimmed(after))
    theirs = stats.ttest_ind(after, before, equal_var=False, trim=TRIMMED_SHARE)
    assert ours.value / ours.variance**0.5 == pytest.approx(theirs.statistic)
    assert ours.degrees == int(theirs.df)


def test_the_course_of_a_run_is_the_machine_s_and_not_a_cell_s() -> None:
    """One fork of all cells twice as slow moves the course; one cell's does not."""
    chance = np.random.default_rng(1)

    def one_slow_fork(chance: np.random.Generator, run: int, forks: int) -> np.ndarray:
        return 1.0 + (np.arange(forks) == 3)

    run = measured(PLAN, steady, chance)
    first = run.cells[2]
    odd = replace(first, fork_ns=(first.fork_ns[0] * 2, *first.fork_ns[1:]))
    alone = course_of([odd, *run.cells[3:]])
    together = course_of(measured(PLAN, one_slow_fork, chance).cells)
    assert alone is not None
    assert together is not None
    assert alone < 0.1 < 0.6 < together < 0.8


def test_a_run_of_one_fork_has_no_course() -> None:
    assert course_of(measured(PLAN, steady, np.random.default_rng(1), forks=1).cells) is None
