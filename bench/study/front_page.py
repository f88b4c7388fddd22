"""A study's README.md, made of nothing but what lies in its folder."""

from __future__ import annotations

from bench import units
from bench.model import CellState
from bench.render.markdown import escape
from bench.study.choosing import found
from bench.study.study import Study
from bench.study.text.claims import claims_section
from bench.study.text.figures import figures_section
from bench.study.text.findings import findings_section
from bench.study.text.markdown import code
from bench.study.text.repetitions import repetitions_section
from bench.study.text.runs import runs_section
from bench.study.text.steps import steps_section
from bench.study.text.unreleased import unreleased_section


def front_page(study: Study) -> str:
    """The same folder makes the same text."""
    first, last = study.djangos[0], study.djangos[-1]
    cells = sum(each.state is CellState.MEASURED for run in study.runs for each in run.results.cells)
    name = escape(study.folder.resolve().name)
    again = "[measured again](#measured-again), " if study.repetitions else ""
    return "".join(
        (
            f"# What Django signals cost, from {first} to {last}\n\n"
            f"{units.plural(len(study.runs), 'run')}, {units.integer(cells)} cells measured. Every number "
            f"here was written by `signalbench publish reports/{name}` from the files beside it, and a test "
            "of the repository writes it again and compares. Ratios stand with intervals; those of a run's "
            "comparisons hold jointly, and so do those of its steps. How to read "
            "them, and why to trust them: [README](../../README.md).\n\nContents: "
            "[findings](#findings), [what changed from release to "
            "release](#what-changed-from-release-to-release), [sayings put to the "
            f"test](#sayings-put-to-the-test), [runs](#runs), {again}[figures](#figures).\n\n",
            findings_section(found(study)),
            steps_section(study),
            unreleased_section(study),
            claims_section(study),
            runs_section(study),
            repetitions_section(study),
            f"Whether a new run contradicts these:\n\n{code(f'signalbench recheck reports/{name} RUN')}\n",
            figures_section(study),
        )
    )
