"""The sentences that a report opens with, the most useful one first.

Every figure comes from the results, and every verdict is the stored one. First what a change of version does,
then what a signal costs; of each the leads, then a sentence for any other question, the largest change first.
Then counts that add up, the noise floor and what measuring itself adds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from bench import units
from bench.model import Comparison, ComparisonKind, Results, Verdict
from bench.render import leads, wording
from bench.render.amounts import amounts
from bench.render.answers import answers, at, how_many, tally
from bench.render.cliffs import steepest
from bench.render.effects import CHANGED, against_reference, between, costs
from bench.render.leads import Lead, Told
from bench.render.same_counts import counted_otherwise
from bench.render.table import (
    case_of,
    counts,
    environment_of,
    main_comparisons,
    measured_environments,
)

_FLOOR = "floor"
_DECIDED = (*CHANGED, Verdict.SAME)
_FEW = 4
"""So many questions without a change are named."""


class Topic(Enum):
    """Whose decision a finding helps."""

    UPGRADE = "upgrade"
    """From one version to another: what gets slower or faster?"""
    USE = "use"
    """Whether to use a signal, and what instead."""
    RUN = "run"
    """How far the run itself can be trusted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A sentence, and where in the report it is told in full."""

    topic: Topic
    sentence: str
    rest: str = ""
    """What may follow it in the same sentence, as a clause: "2 of 12 cells are slower in 6.1"."""
    question: str | None = None
    """The slug of the question that it is about; None where it is about all of them."""
    named: bool = True
    """Whether the sentence itself tells what it is about, and can stand without the question's name."""

    @property
    def text(self) -> str:
        """All of it, as it stands alone."""
        whole = f"{self.sentence.rstrip('.')}; {self.rest}." if self.rest else self.sentence
        return whole if self.named else f"{self.question}: {whole}"


def findings(results: Results) -> list[str]:
    """Sentences, the headline first; never empty."""
    return [finding.text for finding in told(results)]


def told(results: Results) -> list[Finding]:
    """All findings, the headline first; never empty. Those about the run itself come last."""
    if results.plan.kind is ComparisonKind.VERSION:
        found = [*_undecided(results), *_upgrade(results), *_use(results)]
    else:
        found = [*_undecided(results), *_use(results), *_differences(results)]
    about_the_run = [
        *_unchanged(results),
        counts_sentence(results),
        *_too_noisy(results),
        _noise(results),
        *_floor(results),
    ]
    return [*found, *(Finding(topic=Topic.RUN, sentence=sentence) for sentence in about_the_run)]


def counts_sentence(results: Results) -> str:
    """ "74 comparisons: 28 slower, 30 the same within 5%, 16 unclear."; the parts add up to the whole."""
    found = counts(results)
    total = sum(found.values())
    if not total:
        return "There was nothing to compare."
    return f"{units.plural(total, 'comparison')}: {tally(found, results)}."


def _upgrade(results: Results) -> Iterable[Finding]:
    margin, amount = wording.margin(results), amounts(results)
    compared = [c for c in main_comparisons(results) if c.verdict in _DECIDED]
    for lead in leads.VERSION_LEADS:
        of_lead = [c for c in compared if _is(lead, c)]
        for baseline in dict.fromkeys(c.baseline for c in of_lead):
            pairs = [(c, amount(c)) for c in of_lead if c.baseline == baseline]
            yield _finding(Topic.UPGRADE, lead, f"{lead.name()} {between(pairs, margin, lead.each)}.")
    for slug, changes in _changes(results):
        most = _most(changes)
        alike = [c for c in compared if case_of(c, c.variant) == case_of(most, most.variant)]
        pairs = [(c, amount(c)) for c in alike if c.baseline == most.baseline]
        cells = [c for c in main_comparisons(results) if (c.question, c.candidate) == (slug, most.candidate)]
        yield Finding(
            topic=Topic.UPGRADE,
            question=slug,
            sentence=f"“{most.variant}”{at(most.axis)} {between(pairs, margin)}.",
            rest=how_many(cells) if len(cells) > 1 else "",
            named=False,
        )
    for question, sentence in counted_otherwise(results):
        yield Finding(topic=Topic.UPGRADE, question=question, sentence=sentence)


def _changes(results: Results) -> list[tuple[str, list[Comparison]]]:
    """What changed, by question: the surest and largest slowdown first, then what only got faster."""
    changes: dict[str, list[Comparison]] = {}
    for comparison in main_comparisons(results):
        if comparison.verdict in CHANGED and comparison.question != _FLOOR:
            changes.setdefault(comparison.question, []).append(comparison)
    rank = {environment.label: rank for rank, environment in enumerate(results.plan.environments)}
    for of_question in changes.values():
        of_question.sort(key=lambda comparison: rank[environment_of(comparison)])
    return sorted(changes.items(), key=lambda item: _weight(_most(item[1])), reverse=True)


def _most(changes: Sequence[Comparison]) -> Comparison:
    """The surest and largest slowdown, else speed-up; between versions, of the last that changed anything."""
    return max((c for c in changes if environment_of(c) == environment_of(changes[-1])), key=_weight)


def _weight(changed: Comparison) -> tuple[bool, float]:
    return changed.verdict is Verdict.SLOWER, wording.magnitude(changed).low


def _use(results: Results) -> Iterable[Finding]:
    """The leads between variants that are decided, in the newest environment; cliffs; what a send takes."""
    newest = measured_environments(results)[-1].label
    where = f"In {newest}: " if len(measured_environments(results)) > 1 else ""
    compared = [
        c for c in results.comparisons if c.kind is ComparisonKind.VARIANT and c.environment == newest
    ]
    margin, amount = wording.margin(results), amounts(results)
    for group in leads.VARIANT_LEADS:
        verb = costs if group.told is Told.COSTS else against_reference
        pairs = [(lead, c) for lead in group.parts for c in compared if _is(lead, c)]
        if pairs and pairs[0][0] is group.parts[0]:
            parts = "; ".join(f"{lead.name()} {verb(c, amount(c), margin, lead.each)}" for lead, c in pairs)
            yield _finding(Topic.USE, pairs[0][0], f"{where}{parts}.")
    for slug, sentence in steepest(results):
        yield Finding(topic=Topic.USE, question=slug, sentence=sentence, named=False)
    yield from _absolute(results, newest)


def _differences(results: Results) -> Iterable[Finding]:
    """Of each question how its variants differ, the largest slowdown first."""
    questions = {question.slug: question for question in results.plan.questions}
    for slug, _ in _changes(results):
        for sentence in answers(results, questions[slug]):
            yield Finding(topic=Topic.USE, question=slug, sentence=sentence, named=False)


def _is(lead: Lead, comparison: Comparison) -> bool:
    return (
        lead.matches(comparison.question, comparison.variant, comparison.axis)
        and comparison.verdict in _DECIDED
    )


def _finding(topic: Topic, lead: Lead, sentence: str) -> Finding:
    return Finding(topic=topic, question=lead.question, sentence=sentence)


def _absolute(results: Results, environment: str) -> Iterable[Finding]:
    for lead in leads.ABSOLUTE:
        for result in results.cells:
            if (
                result.cell.environment == environment
                and lead.matches(*result.cell.case)
                and result.ns_per_op
            ):
                ns = result.ns_per_op
                yield _finding(
                    Topic.USE,
                    lead,
                    f"One {lead.name()} took {units.time(ns.value)} here in {environment} "
                    f"({units.time(ns.low)} to {units.time(ns.high)}).",
                )


def _undecided(results: Results) -> list[Finding]:
    verdicts = {comparison.verdict for comparison in main_comparisons(results)}
    if not verdicts or verdicts & set(_DECIDED):
        return []
    if Verdict.UNCLEAR not in verdicts:
        sentence = "Nothing could be compared: see the reasons in the tables."
    else:
        sentence = f"Nothing is decided yet. Measure longer, with --budget {_longer(results)} or more."
    return [Finding(topic=Topic.RUN, sentence=sentence)]


def _too_noisy(results: Results) -> list[str]:
    """What to do where most comparisons are unclear though some are decided."""
    found = counts(results)
    if not any(found[verdict] for verdict in _DECIDED) or 2 * found[Verdict.UNCLEAR] <= sum(found.values()):
        return []
    return [
        f"Most of it is unclear so far: measure longer (--budget {_longer(results)}) or less at once (-k)."
    ]


def _longer(results: Results) -> str:
    """Four times the budget, as --budget takes it."""
    return f"{max(1, round(4 * results.plan.budget_s / 60))}m"


def _unchanged(results: Results) -> list[str]:
    """One sentence for all questions in which nothing is known to have changed; many are not named."""
    tallies: dict[str, Counter[Verdict]] = {}
    for comparison in main_comparisons(results):
        if comparison.question != _FLOOR:
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
        if result.cell.case.question == _FLOOR and result.ns_per_op:
            time = units.time(result.ns_per_op.value)
            yield f"An operation that does nothing reads {time}; every time includes this."
            return
