"""The sentences that a report opens with, the most useful one first.

Every figure comes from the results, and every verdict is the stored one. First the decisions, then what a
change of version does and what a signal costs; of each the leads, then a sentence for any other question, the
largest change first, and what rests on a few forks last. Then counts that add up, the noise floor and what
measuring itself adds.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import partial

from bench import units
from bench.model import Case, Comparison, ComparisonKind, Results
from bench.render import leads, wording
from bench.render.amounts import Amounts, amounts
from bench.render.answers import answers, at, how_many, in_the_newest
from bench.render.by_question import by_question
from bench.render.cliffs import steepest
from bench.render.decision import Decision
from bench.render.decisions import decisions
from bench.render.effects import against_reference, between, costs, from_some_on, listed
from bench.render.leads import Lead, Told
from bench.render.releases import oldest_first
from bench.render.same_counts import counted_otherwise
from bench.render.shared_causes import shared, told_for, weight
from bench.render.table import case_of, environment_of, main_comparisons, measured_environments
from bench.render.trust import FLOOR, about_the_run
from bench.render.upgrading import UPGRADE
from bench.verdicts import CHANGED, DECIDED

SHOWN = 5
"""Of one topic, before a page folds the others away and a terminal counts them."""
_ENOUGH = 5
"""With so many findings on using a signal, no more are looked for."""


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
    asks: str = ""
    """The decision that it answers: "Upgrade or not?"; "" for all but the decisions."""
    look: str = ""
    """ "First look (3 forks): " where it rests on few forks, else ""."""

    @property
    def text(self) -> str:
        """All of it, as it stands alone."""
        if self.asks:
            return f"{self.asks} {self.sentence} {self.rest}"
        whole = f"{self.sentence.rstrip('.')}; {self.rest}." if self.rest else self.sentence
        return f"{self.look}{whole if self.named else f'{self.question}: {whole}'}"


def findings(results: Results) -> list[str]:
    """Sentences, the headline first; never empty."""
    return [finding.text for finding in told(results)]


def foremost(found: Sequence[Finding]) -> list[Finding]:
    """The decisions, what is said of the run, and of each other topic the first SHOWN: the rest can wait."""
    places = Counter[Topic]()
    kept = []
    for finding in found:
        always = finding.asks or finding.topic is Topic.RUN
        places[finding.topic] += not always
        if always or places[finding.topic] <= SHOWN:
            kept.append(finding)
    return kept


def told(results: Results) -> list[Finding]:
    """All findings, the decisions first; never empty. Those about the run itself come last."""
    if results.plan.kind is ComparisonKind.VERSION:
        use = list(_use(results))
        found = [*_upgrade(results), *use, *_more_use(results, use)]
    else:
        found = [*_use(results), *_differences(results)]
    found.sort(key=lambda finding: bool(finding.look))
    last = [Finding(topic=Topic.RUN, sentence=sentence) for sentence in about_the_run(results)]
    return [*map(_decision, decisions(results)), *found, *last]


def _decision(made: Decision) -> Finding:
    return Finding(
        topic=Topic.UPGRADE if made.asks == UPGRADE else Topic.USE,
        asks=made.asks,
        sentence=made.answer,
        rest=made.reasons,
        question=made.question,
    )


def _upgrade(results: Results) -> Iterable[Finding]:
    between_djangos = partial(_between, results, amounts(results))
    compared = [c for c in main_comparisons(results) if c.ratio is not None]
    for lead in leads.VERSION_LEADS:
        of_lead = [c for c in compared if lead.matches(c.question, c.variant, c.axis)]
        for baseline in dict.fromkeys(c.baseline for c in of_lead if c.verdict in DECIDED):
            alike = [c for c in of_lead if c.baseline == baseline]
            sentence = f"{lead.name()} {between_djangos(alike, lead.each)}."
            yield _finding(Topic.UPGRADE, lead, sentence, [c for c in alike if c.verdict in DECIDED])
    of_case: defaultdict[Case, list[Comparison]] = defaultdict(list)
    for comparison in compared:
        of_case[case_of(comparison, comparison.variant)].append(comparison)
    for slug, changes in _changes(results):
        most, others = told_for(changes)
        alike = [c for c in of_case[case_of(most, most.variant)] if c.baseline == most.baseline]
        cells = [c for c in main_comparisons(results) if (c.question, c.candidate) == (slug, most.candidate)]
        yield Finding(
            topic=Topic.UPGRADE,
            question=slug,
            sentence=f"“{most.variant}”{at(most.axis)} {between_djangos(alike)}{shared(most, others)}.",
            rest=how_many(cells) if len(cells) > 1 else "",
            named=False,
            look=wording.first_look(c for c in alike if c.verdict in DECIDED),
        )
    for question, sentence in counted_otherwise(results):
        yield Finding(topic=Topic.UPGRADE, question=question, sentence=sentence)


def _between(
    results: Results,
    amount: Amounts,
    alike: Sequence[Comparison],
    each: str | None = None,
) -> str:
    """What comparisons of one case with one baseline say together, and of which releases nothing is known."""
    margin = wording.margin(results)
    of_release = {c.candidate: c for c in alike}
    released = [
        (of_release[label], amount(of_release[label]))
        for label in oldest_first(results, alike[0].baseline, of_release)
    ]
    decided = [(c, amount(c)) for c in alike if c.verdict in DECIDED]
    if (told := from_some_on(released, margin, each)) is not None:
        return told
    open_ones = [c.candidate for c in alike if c.verdict not in DECIDED]
    left = f"; for {listed(open_ones)} it cannot be told" if open_ones else ""
    return f"{between(decided, margin, each)}{left}"


def _changes(results: Results) -> list[tuple[str, list[Comparison]]]:
    """What changed, by question: the surest and largest slowdown first, then what only got faster."""
    changes: dict[str, list[Comparison]] = {}
    for comparison in main_comparisons(results):
        if comparison.verdict in CHANGED and comparison.question != FLOOR:
            changes.setdefault(comparison.question, []).append(comparison)
    rank = {environment.label: rank for rank, environment in enumerate(results.plan.environments)}
    for of_question in changes.values():
        of_question.sort(key=lambda comparison: rank[environment_of(comparison)])
    return sorted(changes.items(), key=lambda item: weight(told_for(item[1])[0]), reverse=True)


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
            yield _finding(Topic.USE, pairs[0][0], f"{where}{parts}.", [c for _, c in pairs])
    for slug, sentence, look in steepest(results):
        yield Finding(topic=Topic.USE, question=slug, sentence=sentence, named=False, look=look)
    yield from _absolute(results, newest)


def _differences(results: Results) -> Iterable[Finding]:
    """Of each question how its variants differ, the largest slowdown first."""
    questions = {question.slug: question for question in results.plan.questions}
    for slug, changes in _changes(results):
        look = wording.first_look(changes)
        for sentence in answers(results, questions[slug]):
            yield Finding(topic=Topic.USE, question=slug, sentence=sentence, named=False, look=look)


def _more_use(results: Results, use: Sequence[Finding]) -> list[Finding]:
    """Where leads and cliffs say little, how the variants of other questions differ, in the plan's order."""
    spoken_of = {finding.question for finding in use}
    more = [
        Finding(
            topic=Topic.USE,
            question=question.slug,
            sentence=sentence,
            named=False,
            look=wording.first_look(own.comparisons),
        )
        for question, own in by_question(results)
        if question.slug not in spoken_of
        for sentence in in_the_newest(own, question)
    ]
    return more[: max(0, _ENOUGH - len(use))]


def _is(lead: Lead, comparison: Comparison) -> bool:
    return (
        lead.matches(comparison.question, comparison.variant, comparison.axis)
        and comparison.verdict in DECIDED
    )


def _finding(topic: Topic, lead: Lead, sentence: str, rests_on: Sequence[Comparison] = ()) -> Finding:
    look = wording.first_look(rests_on)
    return Finding(topic=topic, question=lead.question, sentence=sentence, look=look)


def _absolute(results: Results, environment: str) -> Iterable[Finding]:
    for lead in leads.ABSOLUTE:
        for result in results.cells:
            if (
                result.cell.environment == environment
                and lead.matches(*result.cell.case)
                and result.ns_per_op
                and units.digits(result.ns_per_op) > 1
            ):
                ns, digits = result.ns_per_op, units.digits(result.ns_per_op)
                low, high = (units.time(end, max(2, digits)) for end in (ns.low, ns.high))
                yield _finding(
                    Topic.USE,
                    lead,
                    f"One {lead.name()} took {units.time(ns.value, digits)} here in {environment} "
                    f"({low} to {high}).",
                )
