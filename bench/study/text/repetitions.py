"""What came out when a study's questions were measured again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

from bench import units
from bench.model import Comparison
from bench.render.effects import listed
from bench.render.markdown import escape
from bench.study.repeating import Pair, contradiction, pairs, tally
from bench.study.repetitions import FOLDER, Repetition
from bench.study.study import Study, StudyRun
from bench.study.text.markdown import code, table
from bench.study.text.runs import without_folder
from bench.verdicts import DECIDED


def repetitions_section(study: Study) -> str:
    """A table of them, every comparison that contradicts, and what is left; empty where there are none."""
    if not study.repetitions:
        return ""
    headings = ["run", "begun", "in common", "confirmed", "contradicted", "cannot be told"]
    of_runs = {
        run.name: [pairs(run.results, repetition.results) for repetition in study.repetitions]
        for run in study.runs
    }
    found = [
        (repetition, [pair for of_run in of_runs.values() for pair in of_run[number]])
        for number, repetition in enumerate(study.repetitions)
    ]
    denials = "".join(_denials(of_repetition) for _, of_repetition in found)
    covered = {name: {pair.published for each in of_run for pair in each} for name, of_run in of_runs.items()}
    commands = "".join(
        f"{escape(each.name)}:\n\n{code(without_folder(each.results.command))}\n"
        for each in study.repetitions
    )
    return (
        "## Measured again\n\n"
        "Slower against faster, or either of them against the same with intervals that lie apart, is a "
        "contradiction. What one of the two leaves open cannot be told.\n\n"
        f"{table(headings, [_row(*each) for each in found])}\n{denials}{_coverage(study.runs, covered)}"
        f"{commands}"
    )


def _row(repetition: Repetition, found: Sequence[Pair]) -> list[str]:
    begun = escape(repetition.results.created or "–")
    name = f"[{escape(repetition.name)}]({FOLDER}/{repetition.name}.json)"
    return [name, begun, *map(units.integer, tally(found))]


def _denials(found: Sequence[Pair]) -> str:
    lines = "".join(f"- {escape(contradiction(pair))}\n" for pair in found if pair.contradicts)
    return f"{lines}\n" if lines else ""


def _coverage(runs: Sequence[StudyRun], covered: Mapping[str, Set[Comparison]]) -> str:
    """How much of what the runs decide was measured again, and of which run nothing was."""
    decided = {
        run.name: {each for each in run.results.comparisons if each.verdict in DECIDED} for run in runs
    }
    again = {name: len(of_run & covered[name]) for name, of_run in decided.items()}
    everything = units.plural(sum(map(len, decided.values())), "comparison")
    none = [escape(name) for name, number in again.items() if not number]
    return (
        f"The runs decide {everything}, of which {units.integer(sum(again.values()))} were measured again"
        f"{f'; none of {listed(none)}' if none else ''}.\n\n"
    )
