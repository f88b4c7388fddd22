"""What a report says about its own run, in sentences: what is known at all, and how far it can be trusted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from bench import units
from bench.model import Results, Verdict
from bench.render import wording
from bench.render.answers import tally
from bench.render.table import counts, main_comparisons
from bench.verdicts import CHANGED

FLOOR = "floor"
"""The question whose only cell tells what measuring itself adds."""
_DECIDED = (*CHANGED, Verdict.SAME)
_FEW = 4
"""So many questions without a change are named."""


def about_the_run(results: Results) -> list[str]:
    """What did not change, counts that add up, what to do if most is unclear, the noise floor, and what
    measuring itself adds.
    """
    return [
        *_unchanged(results),
        counts_sentence(results),
        *_too_noisy(results),
        _noise(results),
        *_floor(results),
    ]


def counts_sentence(results: Results) -> str:
    """ "74 comparisons: 28 slower, 30 the same within 5%, 16 unclear."; the parts add up to the whole."""
    found = counts(results)
    total = sum(found.values())
    if not total:
        return "There was nothing to compare."
    return f"{units.plural(total, 'comparison')}: {tally(found, results)}."


def _too_noisy(results: Results) -> list[str]:
    """What to do where most comparisons are unclear though some are decided."""
    found = counts(results)
    if not any(found[verdict] for verdict in _DECIDED) or 2 * found[Verdict.UNCLEAR] <= sum(found.values()):
        return []
    return [
        f"Most of it is unclear so far: measure longer (--budget {longer(results)}) or less at once (-k)."
    ]


def longer(results: Results) -> str:
    """Four times the budget, as --budget takes it."""
    return f"{max(1, round(4 * results.plan.budget_s / 60))}m"


def _unchanged(results: Results) -> list[str]:
    """One sentence for all questions in which nothing is known to have changed; many are not named."""
    tallies: dict[str, Counter[Verdict]] = {}
    for comparison in main_comparisons(results):
        if comparison.question != FLOOR:
            tallies.setdefault(comparison.question, Counter())[comparison.verdict] += 1
    quiet = {slug: found for slug, found in tallies.items() if not any(found[verdict] for verdict in CHANGED)}
    if not quiet:
        return []
    if len(quiet) > _FEW:
        all_of_them = sum(quiet.values(), Counter())
        return [
            f"No change is known in {units.integer(len(quiet))} of {units.integer(len(tallies))} questions: "
            f"{tally(all_of_them, results)}."
        ]
    named = "; ".join(f"{slug} ({tally(found, results)})" for slug, found in quiet.items())
    return [f"No change is known in {named}."]


def _noise(results: Results) -> str:
    margin = units.share(wording.margin(results))
    if results.noise_floor is None:
        return (
            "This machine's noise is not known: no Django was measured twice, or in too few forks. "
            f"The margin is {margin}."
        )
    return (
        f"Noise floor: the same Django measured twice came out up to {units.share(results.noise_floor)} "
        f"apart, and only changes beyond {margin} are called slower or faster."
    )


def _floor(results: Results) -> Iterable[str]:
    for result in results.cells:
        if result.cell.case.question == FLOOR and result.ns_per_op:
            time = units.time(result.ns_per_op.value)
            compared = any(comparison.question == FLOOR for comparison in results.comparisons)
            counted = ". The comparisons counted above include its own" if compared else ""
            yield f"An operation that does nothing reads {time}; every time includes this{counted}."
            return
