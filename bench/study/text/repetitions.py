"""What came out when a study's questions were measured again."""

from __future__ import annotations

from bench import units
from bench.render.markdown import escape
from bench.study.repeating import contradiction
from bench.study.repetitions import FOLDER, Repetition
from bench.study.study import Study
from bench.study.text.markdown import code, table
from bench.study.text.runs import without_folder


def repetitions_section(study: Study) -> str:
    """A table of them, and every comparison that contradicts; empty where nothing was measured again."""
    if not study.repetitions:
        return ""
    headings = ["run", "begun", "in common", "confirmed", "contradicted", "cannot be told"]
    denials = "".join(_denials(study, each) for each in study.repetitions)
    commands = "".join(
        f"{escape(each.name)}:\n\n{code(without_folder(each.results.command))}\n"
        for each in study.repetitions
    )
    return (
        "## Measured again\n\n"
        "Slower against faster, or either of them against the same with intervals that lie apart, is a "
        "contradiction. What one of the two leaves open cannot be told.\n\n"
        f"{table(headings, [_row(study, each) for each in study.repetitions])}\n{denials}{commands}"
    )


def _row(study: Study, repetition: Repetition) -> list[str]:
    found = repetition.against([run.results for run in study.runs])
    confirmed = sum(pair.confirms for pair in found)
    contradicted = sum(pair.contradicts for pair in found)
    numbers = (len(found), confirmed, contradicted, len(found) - confirmed - contradicted)
    begun = escape(repetition.results.created or "–")
    name = f"[{escape(repetition.name)}]({FOLDER}/{repetition.name}.json)"
    return [name, begun, *map(units.integer, numbers)]


def _denials(study: Study, repetition: Repetition) -> str:
    found = repetition.against([run.results for run in study.runs])
    lines = "".join(f"- {escape(contradiction(pair))}\n" for pair in found if pair.contradicts)
    return f"{lines}\n" if lines else ""
