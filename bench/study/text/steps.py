"""What changed from release to release: by explanation, with time and counters."""

from __future__ import annotations

from collections.abc import Sequence

from bench import units
from bench.claims.claim import Cells
from bench.claims.commands import command
from bench.claims.estimates import inverse, told
from bench.render.markdown import escape
from bench.render.work import moved
from bench.study.explanation import Explanation, explained
from bench.study.explanations import explanations
from bench.study.steps import LEAST, Stage, Step, stages
from bench.study.study import Study
from bench.study.text.markdown import code, folded, table

SHOWN = 12
"""Rows of a table that are not folded away."""


def steps_section(study: Study) -> str:
    """A heading for each release, on each Python and database."""
    intro = (
        "## What changed from release to release\n\n"
        f"Cells that changed by more than {units.share(LEAST)}, with the whole interval beyond that, or "
        "beyond the run's noise where that is more; what lies within is the same. Each "
        "Django is divided by the one before it, turn by turn; the intervals of a run's steps hold jointly. "
        "Counters are exact. The reasons were read in Django's sources, and go to cells by question and by "
        "how counters moved.\n\n"
    )
    return intro + "".join(map(_stage, stages(study)))


def _stage(stage: Stage) -> str:
    head = f"### {stage.before} → {stage.after}, Python {stage.python}, {escape(stage.database)}\n\n"
    slower = sum(step.slower for step in stage.steps)
    untold = stage.compared - len(stage.steps) - stage.same
    counts = (
        f"{units.plural(stage.compared, 'cell')} compared: {units.integer(slower)} slower, "
        f"{units.integer(len(stage.steps) - slower)} faster, {units.integer(stage.same)} the same, "
        f"{units.integer(untold)} cannot be told.\n\n"
    )
    known, left = explained(stage.steps, stage.before, stage.after, explanations())
    parts = [_explained(each, steps) for each, steps in known]
    if left:
        parts.append(f"**Not explained**: {units.plural(len(left), 'cell')}.\n\n{_table(left)}")
    return head + counts + "".join(parts)


def _explained(explanation: Explanation, steps: Sequence[Step]) -> str:
    title = escape(explanation.title)
    ticket = f" ([#{explanation.ticket}]({explanation.url}))" if explanation.url else ""
    files = ", ".join(f"`{name}`" for name in explanation.files)
    return (
        f"**Django {explanation.release}: {title}**{ticket}, {files}. "
        f"{escape(' '.join(explanation.text.split()))}\n\n{_table(steps)}Again, the largest of "
        f"them:\n\n{code(_command(steps[0]))}\n"
    )


def _table(steps: Sequence[Step]) -> str:
    headings = ["question", "case", "time", "counters"]
    text = table(headings, map(_row, steps[:SHOWN])) + "\n"
    rest = steps[SHOWN:]
    if rest:
        text += folded(f"{units.integer(len(rest))} more", table(headings, map(_row, rest)))
    return text


def _row(step: Step) -> list[str]:
    ratio = f"▲ {told(step.ratio)} slower" if step.slower else f"▼ {told(inverse(step.ratio))} faster"
    case = f"{step.variant}, {units.axis(step.axis)}" if step.axis else step.variant
    return [
        f"[{step.question}]({step.run.name}/index.html#q-{step.question})",
        escape(case),
        ratio,
        ", ".join(moved(*step.counted)) or "same counts",
    ]


def _command(step: Step) -> str:
    wanted = Cells(
        question=step.question,
        variants=(step.variant,),
        axes=tuple((name, (value,)) for name, value in step.axis),
        since=(0, 0),
    )
    return command([wanted], [step.before, step.after], step.run.results.command)
