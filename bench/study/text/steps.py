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
    """A heading for each release on each Python and database with a change; the others in a list."""
    intro = (
        "## What changed from release to release\n\n"
        f"Cells that changed by more than {units.share(LEAST)}, with the whole interval beyond that, or "
        "beyond the run's noise where that is more; what lies within is the same. Smaller changes, from the "
        "margin of each run on, are on its page. Each "
        "Django is divided by the one before it, turn by turn; the intervals of a run's steps hold jointly. "
        "Few forks make wide intervals. The reasons were read in Django's sources, and go to cells by "
        "question and by how counters moved.\n\n"
    )
    every = stages(study)
    quiet = [f"- {_name(stage)}: {_counts(stage)}\n" for stage in every if not stage.steps]
    rest = ""
    if quiet:
        rest = (
            f"### No change of more than {units.share(LEAST)} is known\n\nWhat cannot be told may have "
            f"changed all the same: few forks leave most of it open.\n\n{''.join(quiet)}\n"
        )
    return intro + "".join(_stage(stage) for stage in every if stage.steps) + rest


def _name(stage: Stage) -> str:
    return f"{stage.before} → {stage.after}, Python {stage.python}, {escape(stage.database)}"


def _counts(stage: Stage) -> str:
    slower = sum(step.slower for step in stage.steps)
    faster = len(stage.steps) - slower
    untold = stage.compared - len(stage.steps) - stage.same
    numbers = ((slower, "slower"), (faster, "faster"), (stage.same, "the same"), (untold, "cannot be told"))
    found = ", ".join(f"{units.integer(number)} {what}" for number, what in numbers if number)
    return f"{units.plural(stage.compared, 'cell')} compared: {found}."


def _stage(stage: Stage) -> str:
    head = f"### {_name(stage)}\n\n{_counts(stage)}\n\n"
    known, left = explained(stage.steps, stage.before, stage.after, explanations())
    parts = [_explained(each, steps) for each, steps in known]
    if left:
        parts.append(f"**Not explained**: {units.plural(len(left), 'cell')}.\n\n{_table(left)}")
    return head + "".join(parts)


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
    headings = ["question", "case", "time", "forks", "counters"]
    text = table(headings, map(_row, steps[:SHOWN])) + "\n"
    rest = steps[SHOWN:]
    if rest:
        text += folded(f"{units.integer(len(rest))} more", table(headings, map(_row, rest)))
    return text


def _row(step: Step) -> list[str]:
    ratio = f"▲ {told(step.ratio)} slower" if step.slower else f"▼ {told(inverse(step.ratio))} faster"
    calls = step.moved("python_calls")
    case = f"{step.variant}, {units.axis(step.axis)}" if step.axis else step.variant
    return [
        f"[{step.question}]({step.run.name}/index.html#q-{step.question})",
        escape(case),
        ratio,
        units.integer(step.comparison.forks),
        ", ".join(moved(*step.counted)) or ("not counted" if calls is None else "same counts"),
    ]


def _command(step: Step) -> str:
    wanted = Cells(
        question=step.question,
        variants=(step.variant,),
        axes=tuple((name, (value,)) for name, value in step.axis),
        since=(0, 0),
    )
    return command([wanted], [step.before, step.after], step.run.results.command)
