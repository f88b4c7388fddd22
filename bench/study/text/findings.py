"""Findings: in the study with all that stands behind them, and in the repository's own README in a line
each.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

from bench.render.markdown import escape
from bench.study.choosing import Found
from bench.study.study import Study
from bench.study.text.markdown import anchor, code


def findings_section(found: Sequence[Found]) -> str:
    """Each with its reason, its command and the place in the run's page."""
    parts = ["## Findings\n\n"]
    for each in found:
        question = each.candidate.cells[0].question
        why = escape(" ".join(each.candidate.why.split()))
        page = f"{each.run.name}/index.html#q-{question}"
        parts.append(
            "### "
            f"{each.candidate.title}\n\n{each.sentence}\n\n{why}\n\nMeasured "
            f"in [{each.run.name}]({page}). Just this, again:\n\n{code(each.command)}\n"
        )
    return "".join(parts)


def findings_block(study: Study, found: Sequence[Found], folder: PurePosixPath) -> str:
    """For the README of the repository. folder: the study's, as seen from there."""
    page = folder / "README.md"
    lines = [
        f"{rank}. {each.sentence} ([figures]({page}#{anchor(each.candidate.title)}))"
        for rank, each in enumerate(found, start=1)
    ]
    first, last = study.djangos[0], study.djangos[-1]
    head = (
        f"Measured on Django {escape(first)} to {escape(last)}, on SQLite in memory; intervals in brackets. "
        f"A sentence that names no Django is about {escape(last)}. "
        f"[The study]({page}) has the runs, the commands, and what changed in each release."
    )
    return "\n".join([head, "", *lines])
