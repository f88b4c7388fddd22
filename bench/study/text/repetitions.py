"""What came out when a study's questions were measured again."""

from __future__ import annotations

from collections.abc import Sequence

from bench import units
from bench.render.markdown import escape
from bench.study.repeating import Pair, contradiction, pairs_with, tally
from bench.study.repetitions import FOLDER, Repetition
from bench.study.study import Study
from bench.study.text.markdown import code, table
from bench.study.text.runs import without_folder


def repetitions_section(study: Study) -> str:
    """A table of them, and every comparison that contradicts; empty where nothing was measured again."""
    if not study.repetitions:
        return ""
    headings = ["run", "begun", "in common", "confirmed", "contradicted", "cannot be told"]
    published = [run.results for run in study.runs]
    found = [(each, pairs_with(published, each.results)) for each in study.repetitions]
    denials = "".join(_denials(of_run) for _, of_run in found)
    commands = "".join(
        f"{escape(each.name)}:\n\n{code(without_folder(each.results.command))}\n" for each, _ in found
    )
    return (
        "## Measured again\n\n"
        "Slower against faster, or either of them against the same with intervals that lie apart, is a "
        "contradiction. What one of the two leaves open cannot be told.\n\n"
        f"{table(headings, [_row(*each) for each in found])}\n{denials}{commands}"
    )


def _row(repetition: Repetition, found: Sequence[Pair]) -> list[str]:
    begun = escape(repetition.results.created or "–")
    name = f"[{escape(repetition.name)}]({FOLDER}/{repetition.name}.json)"
    return [name, begun, *map(units.integer, tally(found))]


def _denials(found: Sequence[Pair]) -> str:
    lines = "".join(f"- {escape(contradiction(pair))}\n" for pair in found if pair.contradicts)
    return f"{lines}\n" if lines else ""
