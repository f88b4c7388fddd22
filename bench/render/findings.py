"""The sentences that the page opens with and the terminal prints, the most useful one first.

Every figure comes from the results, and every verdict is the stored one. First the leads, then a sentence
for any other question, then counts that add up, the noise floor and what measuring itself adds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from bench import units
from bench.model import Axis, Comparison, ComparisonKind, Question, Results, Verdict
from bench.render import leads, wording
from bench.render.cliffs import steepest
from bench.render.table import counts, main_comparisons, measured_environments

_FLOOR = "floor"
_CHANGED = (Verdict.SLOWER, Verdict.FASTER)
_DECIDED = (*_CHANGED, Verdict.SAME)
_COUNTED_AS = {
    Verdict.SLOWER: "slower",
    Verdict.FASTER: "faster",
    Verdict.SAME: "the same within {margin}",
    Verdict.UNCLEAR: "unclear",
    Verdict.NOT_COMPARABLE: "not comparable",
    Verdict.NO_DATA: "without data",
}


def findings(results: Results) -> list[str]:
    """Sentences, the headline first; never empty."""
    changed = [
        f"{question.slug}: {sentence}"
        for question in results.plan.questions
        if question.slug != _FLOOR
        for sentence in answers(results, question)
    ]
    variants = _variant_leads(results)
    if results.plan.kind is ComparisonKind.VERSION:
        told = [*_undecided(results), *_version_leads(results), *changed, *variants, *steepest(results)]
    else:
        told = [*_undecided(results), *variants, *steepest(results), *changed]
    told += [*_unchanged(results), *_absolute(results)]
    return [*told, counts_sentence(results), *_too_noisy(results), _noise(results), *_floor(results)]


def answers(results: Results, question: Question) -> list[str]:
    """What changed in one question; empty where nothing is known to have."""
    if results.plan.kind is ComparisonKind.VERSION:
        return _version_answers(results, question)
    return _variant_answers(results, question)


def answer(results: Results, question: Question) -> str:
    """One sentence for one question, whatever came out."""
    told = answers(results, question)
    if told:
        return " ".join(sentence[0].upper() + sentence[1:] for sentence in told)
    own = [c for c in main_comparisons(results) if c.question == question.slug]
    if not own:
        return "There is nothing to compare it with; its times are below."
    return f"No change is known: {_tally(Counter(c.verdict for c in own), results)}."


def counts_sentence(results: Results) -> str:
    """ "74 comparisons: 28 slower, 30 the same within 5%, 16 unclear."; the parts add up to the whole."""
    found = counts(results)
    total = sum(found.values())
    if not total:
        return "There was nothing to compare."
    return f"{units.plural(total, 'comparison')}: {_tally(found, results)}."


def at(axis: Axis) -> str:
    """A point in a sentence, with a space before it: " with 1 receiver, caching on"; "" without axes."""
    return f" with {units.point(axis)}" if axis else ""


def _tally(found: dict[Verdict, int] | Counter[Verdict], results: Results) -> str:
    margin = units.share(wording.margin(results))
    return ", ".join(
        f"{units.integer(found[verdict])} {words.format(margin=margin)}"
        for verdict, words in _COUNTED_AS.items()
        if found[verdict]
    )


def _undecided(results: Results) -> list[str]:
    verdicts = {comparison.verdict for comparison in main_comparisons(results)}
    if not verdicts or verdicts & set(_DECIDED):
        return []
    if Verdict.UNCLEAR not in verdicts:
        return ["Nothing could be compared: see the reasons in the tables."]
    return [f"Nothing is decided yet. Measure longer, with --budget {_longer(results)} or more."]


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


def _version_leads(results: Results) -> list[str]:
    """The leads between versions that are decided."""
    margin = wording.margin(results)
    return [
        f"{lead.name()} {leads.between(found, margin)}."
        for lead in leads.VERSION_LEADS
        for found in _found(results, lead, ComparisonKind.VERSION)
    ]


def _variant_leads(results: Results) -> list[str]:
    """The leads between variants that are decided, in the newest environment."""
    margin, told = wording.margin(results), []
    newest = measured_environments(results)[-1].label
    where = f"In {newest}: " if len(measured_environments(results)) > 1 else ""
    for group in leads.VARIANT_LEADS:
        pairs = [
            (lead, comparison)
            for lead in group.parts
            for comparison in _found(results, lead, ComparisonKind.VARIANT)
            if comparison.environment == newest
        ]
        if pairs and pairs[0][0] is group.parts[0]:
            said = "; ".join(f"{lead.name()} {group.verb(c, margin)}" for lead, c in pairs)
            told.append(f"{where}{said}.")
    return told


def _found(results: Results, lead: leads.Lead, kind: ComparisonKind) -> list[Comparison]:
    return [
        comparison
        for comparison in results.comparisons
        if comparison.kind is kind
        and lead.matches(comparison.question, comparison.variant, comparison.axis)
        and comparison.verdict in _DECIDED
    ]


def _absolute(results: Results) -> Iterable[str]:
    environment = measured_environments(results)[-1].label
    for lead in leads.ABSOLUTE:
        for result in results.cells:
            if (
                result.cell.environment == environment
                and lead.matches(*result.cell.case)
                and result.ns_per_op
            ):
                ns = result.ns_per_op
                yield (
                    f"One {lead.name()} took {units.time(ns.value)} here in {environment} "
                    f"({units.time(ns.low)} to {units.time(ns.high)})."
                )


def _version_answers(results: Results, question: Question) -> list[str]:
    """One sentence over all candidates, with those left out in which nothing is known to have changed."""
    own = [c for c in main_comparisons(results) if c.question == question.slug]
    parts: list[str] = []
    for candidate in dict.fromkeys(c.candidate for c in own):
        cells = [c for c in own if c.candidate == candidate]
        for verdict in _CHANGED:
            alike = [c for c in cells if c.verdict is verdict]
            if alike:
                parts.append(f"{_how_many(alike, cells)} in {candidate}, by {_range(alike)}")
    if not parts:
        return []
    first = parts[0].replace(", by ", f" than in {own[0].baseline}, by ", 1)
    return ["; ".join([first, *parts[1:]]) + "."]


def _how_many(alike: Sequence[Comparison], cells: Sequence[Comparison]) -> str:
    """ "28 of 35 cells are slower", "all 35 cells are slower", "the only cell is slower"."""
    number, total = len(alike), len(cells)
    if number < total:
        subject = f"{units.integer(number)} of {units.plural(total, 'cell')}"
    else:
        subject = "the only cell" if total == 1 else f"all {units.plural(total, 'cell')}"
    return f"{subject} {'is' if number == 1 else 'are'} {alike[0].verdict.value}"


def _range(alike: Sequence[Comparison]) -> str:
    """ "1.08× to 1.31×", or with one comparison its change and interval: "1.25× (1.21–1.29)"."""
    sizes = sorted(wording.magnitude(comparison).value for comparison in alike)
    if len(alike) == 1:
        return f"{units.times(sizes[0])} {wording.interval(alike[0])}"
    low, high = units.times(sizes[0]), units.times(sizes[-1])
    return low if low == high else f"{low} to {high}"


def _variant_answers(results: Results, question: Question) -> list[str]:
    """How the variants compare with each reference, at the middle one of the points measured."""
    own = [c for c in main_comparisons(results) if c.question == question.slug and c.ratio]
    told = []
    for environment in measured_environments(results):
        here = [c for c in own if c.environment == environment.label]
        where = f" in {environment.label}" if len(measured_environments(results)) > 1 else ""
        for reference in dict.fromkeys(c.baseline for c in here):
            group = [c for c in here if c.baseline == reference]
            points = list(dict.fromkeys(c.axis for c in group))
            point = points[len(points) // 2]
            sentence = _extremes([c for c in group if c.axis == point], results)
            if sentence:
                told.append(f"{at(point)[1:]}{where}, {sentence}.".removeprefix(", "))
    return told


def _extremes(group: Sequence[Comparison], results: Results) -> str:
    """The most faster and the most slower variant, and how many are neither; "" if all are neither."""
    margin = wording.margin(results)
    parts: list[str] = []
    for verdict in (Verdict.FASTER, Verdict.SLOWER):
        alike = [c for c in group if c.verdict is verdict]
        if alike:
            most = max(alike, key=lambda c: wording.magnitude(c).value)
            parts.append(f"“{most.variant}” {leads.against_reference(most, margin)}")
            if len(alike) > 1:
                parts[-1] += f", the most of {units.integer(len(alike))} that are {verdict.value}"
    rest = Counter(c.verdict for c in group if c.verdict not in _CHANGED)
    if parts and rest:
        parts.append(_tally(rest, results))
    return "; ".join(parts)


def _unchanged(results: Results) -> list[str]:
    """One sentence for all questions in which nothing is known to have changed."""
    quiet = [q for q in results.plan.questions if q.slug != _FLOOR and not answers(results, q)]
    told = []
    for question in quiet:
        own = Counter(c.verdict for c in main_comparisons(results) if c.question == question.slug)
        if own:
            told.append(f"{question.slug} ({_tally(own, results)})")
    return [f"No change is known in {'; '.join(told)}."] if told else []


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
