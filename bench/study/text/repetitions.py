"""What came out when a study's questions were measured again."""

from __future__ import annotations

from collections.abc import Sequence

from bench import units
from bench.render.effects import listed
from bench.render.markdown import escape
from bench.study.repeating import Pair, Place, by_place, contradiction, pairs_with, tally
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
    """How much of what the runs decide was measured again, each comparison once; and of which run nothing."""
    again = {place for each in study.repetitions for place in by_place(each.results)}
    decided = {
        run.name: {place for place, each in by_place(run.results).items() if each.verdict in DECIDED}
        for run in study.runs
    }
    every: set[Place] = set().union(*decided.values())
    none = [escape(name) for name, places in decided.items() if not places & again]
    repeated = units.integer(len(every & again))
    return (
        f"The runs decide {units.plural(len(every), 'comparison')}, of which {repeated} were measured again"
        f"{f'; none of {listed(none)}' if none else ''}.\n\n"
    )
