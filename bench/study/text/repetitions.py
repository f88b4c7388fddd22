"""What came out when a study's questions were measured again."""

from __future__ import annotations

from collections.abc import Sequence

from bench import units
from bench.render.effects import listed
from bench.render.markdown import escape
from bench.study.repeating import Pair, Place, by_place, contradiction, pairs_with, tally, tally_each
from bench.study.repetitions import FOLDER, Repetition
from bench.study.study import Study
from bench.study.text.markdown import code, table
from bench.study.text.runs import without_folder
from bench.verdicts import DECIDED


def repetitions_section(study: Study) -> str:
    """A table of them, every comparison that contradicts, and what is left; empty where there are none."""
    if not study.repetitions:
        return ""
    headings = ["run", "begun", "in common", "confirmed", "contradicted", "cannot be told"]
    published = [run.results for run in study.runs]
    found = [(each, pairs_with(published, each.results)) for each in study.repetitions]
    denials = "".join(_denials(of_repetition) for _, of_repetition in found)
    commands = "".join(
        f"{escape(each.name)}:\n\n{code(without_folder(each.results.command))}\n"
        for each in study.repetitions
    )
    return (
        "## Measured again\n\n"
        "Slower against faster, or either of them against the same with intervals that lie apart, is a "
        "contradiction. What one of the two leaves open cannot be told.\n\n"
        f"{table(headings, [_row(*each) for each in found])}\n{denials}{_coverage(study)}"
        f"{commands}"
    )


def _row(repetition: Repetition, found: Sequence[Pair]) -> list[str]:
    begun = escape(repetition.results.created or "–")
    name = f"[{escape(repetition.name)}]({FOLDER}/{repetition.name}.json)"
    return [name, begun, *map(units.integer, tally(found))]


def _denials(found: Sequence[Pair]) -> str:
    lines = "".join(f"- {escape(contradiction(pair))}\n" for pair in found if pair.contradicts)
    return f"{lines}\n" if lines else ""


def _coverage(study: Study) -> str:
    """What became of what the runs decide, each comparison once; and of which run nothing was repeated."""
    repeated = [by_place(each.results) for each in study.repetitions]
    outcomes: dict[Place, list[Pair]] = {}
    none = []
    for run in study.runs:
        decided = {place: each for place, each in by_place(run.results).items() if each.verdict in DECIDED}
        for place, comparison in decided.items():
            again = [Pair(published=comparison, repeated=of[place]) for of in repeated if place in of]
            outcomes.setdefault(place, []).extend(again)
        if not any(place in of for place in decided for of in repeated):
            none.append(escape(run.name))
    measured, confirmed, contradicted, untold = tally_each([found for found in outcomes.values() if found])
    return (
        "Each is compared with every run, whichever was measured first. The runs decide "
        f"{units.plural(len(outcomes), 'comparison')}, one that several runs have counted once. Of these, "
        f"{units.integer(measured)} were measured again: {units.integer(confirmed)} are confirmed, "
        f"{units.integer(contradicted)} contradicted, {units.integer(untold)} left open by the "
        f"shorter run{f'. Nothing of {listed(none)} was measured again' if none else ''}.\n\n"
    )
