"""What one question's comparisons say, in sentences that fit any question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from bench import units
from bench.model import Axis, Comparison, ComparisonKind, Question, Results, Verdict
from bench.render import wording
from bench.render.amounts import Amounts, amounts
from bench.render.effects import against_reference
from bench.render.table import main_comparisons, measured_environments
from bench.verdicts import CHANGED

COUNTED_AS = {
    Verdict.SLOWER: "slower",
    Verdict.FASTER: "faster",
    Verdict.SAME: "the same within {margin}",
    Verdict.UNCLEAR: "cannot be told yet",
    Verdict.NOT_COMPARABLE: "not comparable",
    Verdict.NO_DATA: "not measured",
}
"""What a number of comparisons is said to be: "6 slower", "765 cannot be told yet"."""


def answers(results: Results, question: Question) -> list[str]:
    """What changed in one question; empty where nothing is known to have."""
    own = [c for c in main_comparisons(results) if c.question == question.slug]
    if results.plan.kind is ComparisonKind.VERSION:
        return _between_versions(own)
    return _between_variants([c for c in own if c.ratio], results)


def _first_look(results: Results, question: Question) -> str:
    """A sentence of its own where the whole question was measured in few forks; "" otherwise."""
    forks = max((c.forks for c in results.comparisons if c.question == question.slug), default=0)
    if not 0 < forks < wording.ENOUGH_FORKS:
        return ""
    return f"A first look, of {units.plural(forks, 'fork')}: what it saw may not hold. "


def answer(results: Results, question: Question) -> str:
    """What the question's variants make of it in the newest environment, then what has changed between
    versions, whatever came out."""
    own = [c for c in main_comparisons(results) if c.question == question.slug]
    told = answers(results, question)
    if results.plan.kind is ComparisonKind.VERSION:
        told = [*in_the_newest(results, question), *told]
        if own and not any(c.verdict in CHANGED for c in own):
            counted = tally(Counter(c.verdict for c in own), results)
            told.append(_capital(f"{_sides(own)}no change is known: {counted}."))
    elif own and not told:
        told = [f"No difference is known: {tally(Counter(c.verdict for c in own), results)}."]
    if not told:
        return "There is nothing to compare it with; its times are below."
    return _first_look(results, question) + " ".join(told)


def _sides(own: Sequence[Comparison]) -> str:
    """ "from 4.2 to 5.2, 6.1, "; "" where there are several baselines."""
    baselines = {c.baseline for c in own}
    candidates = ", ".join(dict.fromkeys(c.candidate for c in own))
    return f"from {own[0].baseline} to {candidates}, " if len(baselines) == 1 else ""


def in_the_newest(results: Results, question: Question) -> list[str]:
    """The first sentence on the variants there, in a run that compared versions; none if they have none."""
    newest = measured_environments(results)[-1].label
    own = [
        c
        for c in results.comparisons
        if c.kind is ComparisonKind.VARIANT
        and c.question == question.slug
        and c.environment == newest
        and c.ratio
    ]
    return _between_variants(own, results)[:1]


def tally(found: Mapping[Verdict, int], results: Results) -> str:
    """ "28 slower, 30 the same within 5%"; verdicts that none has are left out."""
    margin = units.share(wording.margin(results))
    return ", ".join(
        f"{units.integer(found[verdict])} {words.format(margin=margin)}"
        for verdict, words in COUNTED_AS.items()
        if found.get(verdict)
    )


def how_many(cells: Sequence[Comparison]) -> str:
    """Of one candidate's: "11 of 35 cells are slower in 6.1, 2 of 35 cells are faster"."""
    parts = [
        _how_many([c for c in cells if c.verdict is verdict], cells)
        for verdict in CHANGED
        if any(c.verdict is verdict for c in cells)
    ]
    first, *rest = parts
    return ", ".join([f"{first} in {cells[0].candidate}", *rest])


def at(axis: Axis) -> str:
    """A point in a sentence, with a space before it: " with 1 receiver, caching on"; "" without axes."""
    return f" with {units.point(axis)}" if axis else ""


def _between_versions(own: Sequence[Comparison]) -> list[str]:
    """One sentence over all candidates, with those left out in which nothing is known to have changed."""
    parts: list[str] = []
    for candidate in dict.fromkeys(c.candidate for c in own):
        cells = [c for c in own if c.candidate == candidate]
        for verdict in CHANGED:
            alike = [c for c in cells if c.verdict is verdict]
            if alike:
                parts.append(f"{_how_many(alike, cells)} in {candidate}, by {_range(alike)}")
    if not parts:
        return []
    first = parts[0].replace(", by ", f" than in {own[0].baseline}, by ", 1)
    return [_capital("; ".join([first, *parts[1:]]) + ".")]


def _capital(sentence: str) -> str:
    return sentence[0].upper() + sentence[1:]


def _how_many(alike: Sequence[Comparison], cells: Sequence[Comparison]) -> str:
    """ "28 of 35 cells are slower", "all 35 cells are slower", "the only cell is slower"."""
    number, total = len(alike), len(cells)
    if number < total:
        subject = f"{units.integer(number)} of {units.plural(total, 'cell')}"
    else:
        subject = units.every(total, "cell")
    return f"{subject} {'is' if number == 1 else 'are'} {alike[0].verdict.value}"


def _range(alike: Sequence[Comparison]) -> str:
    """ "1.08× to 1.31×, the surest “send” with 1 receiver"; of one its change, interval and case."""
    surest = max(alike, key=lambda c: wording.magnitude(c).low)
    case = f"“{surest.variant}”{at(surest.axis)}"
    if len(alike) == 1:
        return f"{wording.factor(wording.magnitude(surest))} {wording.interval(surest)}: {case}"
    sizes = sorted((wording.magnitude(each) for each in alike), key=lambda size: size.value)
    low, high = wording.factor(sizes[0]), wording.factor(sizes[-1])
    return f"{low if low == high else f'{low} to {high}'}, the surest {case}"


def _between_variants(own: Sequence[Comparison], results: Results) -> list[str]:
    """How the variants compare with each reference, at the point where most of them differ; of several, at
    the middle one."""
    told = []
    amount = amounts(results)
    for environment in measured_environments(results):
        here = [c for c in own if c.environment == environment.label]
        where = f" in {environment.label}" if len(measured_environments(results)) > 1 else ""
        for reference in dict.fromkeys(c.baseline for c in here):
            group = [c for c in here if c.baseline == reference]
            changed = Counter({c.axis: 0 for c in group})
            changed.update(c.axis for c in group if c.verdict in CHANGED)
            points = [axis for axis, number in changed.items() if number == max(changed.values())]
            point = points[len(points) // 2]
            sentence = _extremes([c for c in group if c.axis == point], results, amount)
            if sentence:
                told.append(_capital(f"{at(point)[1:]}{where}, {sentence}.".removeprefix(", ").lstrip()))
    return told


def _extremes(group: Sequence[Comparison], results: Results, amount: Amounts) -> str:
    """The most faster and the most slower variant, and how many are neither; "" if all are neither."""
    margin = wording.margin(results)
    parts: list[str] = []
    for verdict in (Verdict.FASTER, Verdict.SLOWER):
        alike = [c for c in group if c.verdict is verdict]
        if alike:
            most = max(alike, key=lambda c: wording.magnitude(c).low)
            parts.append(f"“{most.variant}” {against_reference(most, amount(most), margin)}")
            if len(alike) > 1:
                parts[-1] += f", the surest of {units.integer(len(alike))} that are {verdict.value}"
    rest = Counter(c.verdict for c in group if c.verdict not in CHANGED)
    if parts and rest:
        parts.append(tally(rest, results))
    return "; ".join(parts)
