from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

import pytest

from bench.analysis.analyse import NOT_REACHED, analyse, steps
from bench.analysis.divisions import NEVER_TOGETHER, ONE_FORK
from bench.model import (
    Cell,
    CellState,
    Comparison,
    ComparisonKind,
    Counters,
    Estimate,
    Look,
    Outcome,
    Plan,
    Results,
    Slices,
    Verdict,
)
from tests.synthetic import ENVIRONMENTS, RECEIVERS, plan

PLAN = plan(questions=(RECEIVERS,))
CELLS = [Cell(case, environment.label) for case in RECEIVERS.cases for environment in ENVIRONMENTS]
COUNTED = Counters(queries=0, receiver_calls=3)
MEASURED = Outcome(state=CellState.MEASURED, reason=None, counters=COUNTED)
LAST = RECEIVERS.cases[-1]
"""100 receivers, "send, caching", whose reference is "plain loop"."""


def slices(*, forks: int = 10, rounds: int = 3, slower: dict[str, float] | None = None) -> Iterator[Slices]:
    """A machine that is twice as slow in every other round; `slower` maps environments to true ratios."""
    chance = random.Random(1)
    for fork in range(forks):
        bias = {cell: chance.gauss(1, 0.01) for cell in CELLS}
        for number in range(rounds):
            for position, cell in enumerate(CELLS):
                ns = 1e6 * bias[cell] * (1 + number % 2) * (slower or {}).get(cell.environment, 1.0)
                yield Slices(
                    fork=fork, round=number, position=position, cell=cell, loops=1000, ns=(round(ns),)
                )


def analysed(
    taken: Iterator[Slices] | list[Slices], run: Plan = PLAN, changed: dict[Cell, Outcome] | None = None
) -> Results:
    return analyse(run, taken, dict.fromkeys(CELLS, MEASURED) | (changed or {}), elapsed_s=1.0)


def of_kind(results: Results, kind: ComparisonKind) -> list[Comparison]:
    return [comparison for comparison in results.comparisons if comparison.kind is kind]


def test_a_slower_django_is_found_and_the_others_are_not_blamed() -> None:
    results = analysed(slices(slower={"5.2": 1.25}))

    for comparison in of_kind(results, ComparisonKind.VERSION):
        assert comparison.ratio is not None
        true, verdict = {"5.2": (1.25, Verdict.SLOWER), "6.1": (1.0, Verdict.SAME)}[comparison.candidate]
        assert comparison.verdict is verdict
        assert comparison.ratio.low <= true <= comparison.ratio.high
        assert (comparison.baseline, comparison.environment, comparison.forks) == ("4.2", None, 10)


def test_a_step_is_divided_by_the_django_before_it_more_sharply_than_two_ratios_to_the_baseline() -> None:
    taken = list(slices(slower={"5.2": 1.25}))
    outcomes = dict.fromkeys(CELLS, MEASURED)
    found = {(step.variant, step.axis, step.candidate): step for step in steps(PLAN, taken, outcomes)}
    by_baseline = {
        (each.variant, each.axis, each.candidate): each.ratio
        for each in of_kind(analysed(taken), ComparisonKind.VERSION)
    }
    assert len(found) == 2 * len(RECEIVERS.cases)
    sharper = 0
    for (variant, axis, candidate), step in found.items():
        true = {"5.2": 1.25, "6.1": 1 / 1.25}[candidate]
        assert step.ratio is not None
        assert step.ratio.low <= true <= step.ratio.high
        assert step.baseline == {"5.2": "4.2", "6.1": "5.2"}[candidate]
        above, below = by_baseline[variant, axis, "6.1"], by_baseline[variant, axis, "5.2"]
        assert above is not None
        assert below is not None
        quotient = (above.high / below.low) / (above.low / below.high)
        sharper += candidate == "6.1" and step.ratio.high / step.ratio.low < quotient
    assert sharper == len(RECEIVERS.cases)


def test_comparisons_come_in_the_order_of_the_plan_and_leave_the_twin_out() -> None:
    compared = [
        (c.kind.value, c.baseline, c.candidate, c.environment) for c in analysed(slices()).comparisons
    ]

    assert compared[:7] == [
        ("version", "4.2", "5.2", None),  # plain loop: a reference is divided by no other variant
        ("version", "4.2", "6.1", None),
        ("version", "4.2", "5.2", None),  # send
        ("version", "4.2", "6.1", None),
        ("variant", "plain loop", "send", "4.2"),
        ("variant", "plain loop", "send", "5.2"),
        ("variant", "plain loop", "send", "6.1"),
    ]
    assert len(compared) == 12 * 2 + 8 * 3


def test_a_plan_of_one_environment_compares_variants_only() -> None:
    alone = plan(kind=ComparisonKind.VARIANT, questions=(RECEIVERS,), environments=ENVIRONMENTS[:1])
    results = analysed(slices(), alone)

    assert {comparison.kind for comparison in results.comparisons} == {ComparisonKind.VARIANT}
    assert len(results.comparisons) == 8
    assert results.noise_floor is None


def test_a_cell_knows_its_time_its_forks_and_its_counters() -> None:
    cell = analysed(slices()).cells[0]

    assert cell.ns_per_op is not None
    assert cell.ns_per_op.low <= cell.ns_per_op.value <= cell.ns_per_op.high
    assert cell.ns_per_op.value == pytest.approx(1000, rel=0.02)
    assert (len(cell.fork_ns), cell.slices, cell.counters) == (10, 30, COUNTED)


def test_a_fork_that_did_not_time_a_cell_leaves_the_numbers_of_the_others_as_they_are() -> None:
    cell = analysed(slices()).cells[0].cell
    found = analysed([taken for taken in slices() if (taken.cell, taken.fork) != (cell, 3)]).cells[0]

    assert found.fork_numbers == (0, 1, 2, 4, 5, 6, 7, 8, 9)
    assert len(found.fork_ns) == 9


def test_what_was_planned_and_never_timed_is_absent_and_keeps_its_counters() -> None:
    never = Cell(LAST, "6.1")
    results = analysed([taken for taken in slices() if taken.cell != never])

    cell = next(cell for cell in results.cells if cell.cell == never)
    assert (cell.state, cell.reason, cell.ns_per_op) == (CellState.ABSENT, NOT_REACHED, None)
    assert cell.counters == COUNTED
    lost = [c for c in results.comparisons if c.verdict is Verdict.NO_DATA]
    assert [c.reason for c in lost] == [NOT_REACHED, NOT_REACHED]
    assert all(c.ratio is None for c in lost)


def test_without_outcomes_and_slices_every_cell_is_still_listed() -> None:
    results = analyse(PLAN, [], {}, elapsed_s=0.0, warnings=["interrupted"])

    assert [cell.cell for cell in results.cells] == CELLS
    assert {comparison.verdict for comparison in results.comparisons} == {Verdict.NO_DATA}
    assert (results.forks, results.noise_floor, results.warnings) == (0, None, ("interrupted",))


def test_a_failed_cell_gives_its_reason_to_every_comparison_that_needs_it() -> None:
    failed = Outcome(state=CellState.FAILED, reason="worker hung for 60 s", counters=Counters())
    reference = Cell(RECEIVERS.cases[0], "4.2")
    results = analysed(slices(), changed={reference: failed})

    lost = [(c.kind.value, c.candidate) for c in results.comparisons if c.reason == "worker hung for 60 s"]
    assert lost == [
        ("version", "5.2"),
        ("version", "6.1"),
        ("variant", "send"),
        ("variant", "send, caching"),
    ]


def test_one_fork_gives_no_interval_and_so_no_ratio() -> None:
    results = analysed(slices(forks=1, rounds=20))

    assert {(c.verdict, c.reason, c.ratio, c.forks) for c in results.comparisons} == {
        (Verdict.NO_DATA, ONE_FORK, None, 1)
    }
    assert {(cell.state, cell.reason, cell.ns_per_op) for cell in results.cells} == {
        (CellState.MEASURED, ONE_FORK, None)
    }


def test_sides_that_never_shared_a_round_are_not_divided() -> None:
    taken = [s for s in slices() if (s.cell.environment == "4.2") == (s.round == 0)]

    reasons = {c.reason for c in of_kind(analysed(taken), ComparisonKind.VERSION)}
    assert reasons == {NEVER_TOGETHER}


def test_forks_that_were_cut_short_count_with_the_rounds_they_hold() -> None:
    taken = [s for s in slices(slower={"5.2": 1.25}) if s.fork < 6 or s.round == 0]

    found = [c for c in of_kind(analysed(taken), ComparisonKind.VERSION) if c.candidate == "5.2"]
    assert {(c.verdict, c.forks) for c in found} == {(Verdict.SLOWER, 10)}


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"python": "3.10.14"}, "Python 3.12 against 3.10"),
        ({"python": "PyPy 3.12.1"}, "Python 3.12 against PyPy 3.12"),
        (
            {"database": "SQLite 3.40.0, in memory"},
            "SQLite 3.45.1, in memory against SQLite 3.40.0, in memory",
        ),
        ({"python": "3.12.9"}, None),
    ],
)
def test_other_pythons_and_databases_are_not_compared_on_time(
    changed: dict[str, str], reason: str | None
) -> None:
    other = replace(ENVIRONMENTS[1], **changed)
    run = plan(questions=(RECEIVERS,), environments=(ENVIRONMENTS[0], other, *ENVIRONMENTS[2:]))
    results = analysed(slices(), run)

    versions = [c for c in of_kind(results, ComparisonKind.VERSION) if c.candidate == "5.2"]
    assert {c.reason for c in versions} == {reason}
    assert {c.verdict is Verdict.NOT_COMPARABLE for c in versions} == {reason is not None}
    assert all(
        c.ratio for c in of_kind(results, ComparisonKind.VARIANT)
    )  # within one environment all is well


def test_no_verdict_is_given_below_the_noise_floor() -> None:
    results = analysed(slices(slower={"4.2 twin": 1.4, "5.2": 1.25}))

    assert results.noise_floor == pytest.approx(0.4, abs=0.03)
    assert {c.verdict for c in of_kind(results, ComparisonKind.VERSION)} == {Verdict.SAME}


def test_a_quiet_twin_leaves_the_margin_as_it_was_chosen() -> None:
    results = analysed(slices())

    assert results.noise_floor is not None
    assert 0 < results.noise_floor < 0.02


def test_a_slice_that_no_clock_can_have_given_is_an_error() -> None:
    impossible = replace(next(slices()), ns=(0,))

    with pytest.raises(ValueError, match="position 0 of fork 0"):
        analysed([impossible])


def test_a_run_that_had_ended_and_went_on_says_so_in_its_confidence_and_keeps_its_widths() -> None:
    def ratios(looks: list[Look]) -> list[Estimate]:
        found = analyse(PLAN, slices(), dict.fromkeys(CELLS, MEASURED), looks=looks, elapsed_s=1.0)
        return [comparison.ratio for comparison in found.comparisons if comparison.ratio]

    once, twice = (ratios([Look(fork=9, share=1.0, final=True)] * endings) for endings in (1, 2))

    assert {ratio.confidence for ratio in once} == {0.95}
    assert [ratio.confidence for ratio in twice] == pytest.approx([0.90] * len(twice))
    assert [(ratio.low, ratio.high) for ratio in once] == [(ratio.low, ratio.high) for ratio in twice]
