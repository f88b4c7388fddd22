"""Whether a run passes what --fail-on asks, and with which exit code it ends.

0 fine; 1 a confirmed regression, and nothing else; 3 something has failed; 4 undecided, under
--fail-on-unclear. Where several hold, a regression outweighs a failure, and that what is undecided.
"""

from __future__ import annotations

import argparse
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bench.cli.console import WIDTH
from bench.cli.declared import require_questions
from bench.cli.options import Condition
from bench.cli.settings import Settings, find_settings
from bench.errors import UsageError

if TYPE_CHECKING:
    from bench.analysis.limits import Findings, Held, Limits
    from bench.model import Question, Results

REGRESSION = 1
FAILED = 3
UNDECIDED = 4
MOST_LINES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """What was asked for."""

    conditions: Sequence[Condition]
    unclear_fails: bool
    settings: Settings

    def check(self, questions: Sequence[Question]) -> None:
        """Raises UsageError for a condition about a question that is not measured: it could never fail."""
        measured = [question.slug for question in questions]
        for condition in self.conditions:
            if condition.question is not None and condition.question not in measured:
                raise UsageError(
                    f"--fail-on slower:{condition.question} asks about a question that is not measured here; "
                    f"it could be {', '.join(measured)}"
                )

    def hold(self, results: Results) -> Outcome | None:
        """What came of it; None where nothing was asked."""
        from bench.analysis.limits import hold_against

        if not self.conditions and not self.unclear_fails:
            return None
        found = hold_against(results, self._limits(results.plan.margin))
        return Outcome(found=found, slower_fails=bool(self.conditions), unclear_fails=self.unclear_fails)

    def _limits(self, margin: float) -> Limits:
        """A share for one question prevails over one for all, a share that is named over pyproject.toml's.

        Of several that ask the same, the strictest holds.
        """
        from bench.analysis.limits import Limits

        default = margin if self.settings.threshold is None else self.settings.threshold
        thresholds = self.settings.thresholds

        def strictest(question: str | None, asked: Sequence[Condition]) -> float:
            own = default if question is None else thresholds.get(question, default)
            return min(own if each.share is None else each.share for each in asked)

        conditions = self.conditions or [Condition()]
        general = [each for each in conditions if each.question is None]
        by_question = {question: strictest(question, general) for question in thresholds if general}
        for question in {each.question for each in conditions if each.question is not None}:
            own = [each for each in conditions if each.question == question]
            is_named = any(each.share is not None for each in own)
            by_question[question] = strictest(question, own if is_named else [*own, *general])
        return Limits(everywhere=strictest(None, general) if general else None, by_question=by_question)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How the run stands to what was asked."""

    found: Findings
    slower_fails: bool
    unclear_fails: bool

    @property
    def exit_code(self) -> int:
        """REGRESSION, UNDECIDED or 0."""
        if self.slower_fails and self.found.regressions:
            return REGRESSION
        return UNDECIDED if self.unclear_fails and self.found.undecided else 0

    def lines(self, margin: float) -> list[str]:
        """For people; margin as wording.margin gives it."""
        from bench import units

        regressions, undecided = self.found.regressions, self.found.undecided
        said = []
        if self.slower_fails:
            number = units.plural(len(regressions), "comparison")
            verb = "is" if len(regressions) == 1 else "are"
            said.append(f"--fail-on: {number} {verb} slower than allowed{':' if regressions else '.'}")
            said += _listed(regressions, margin)
        if undecided and self.unclear_fails:
            said.append(f"--fail-on-unclear: {units.plural(len(undecided), 'comparison')} undecided:")
            said += _listed(undecided, margin)
        elif undecided:
            said.append(
                f"{units.plural(len(undecided), 'comparison')} may or may not be slower than allowed; "
                "--fail-on-unclear fails on that."
            )
        return said


def gate_of(arguments: argparse.Namespace) -> Gate:
    """What the options of `add_results` and pyproject.toml ask for. UsageError for an unknown question."""
    require_questions(each.question for each in arguments.fail_on if each.question is not None)
    return Gate(
        conditions=arguments.fail_on,
        unclear_fails=arguments.fail_on_unclear,
        settings=find_settings(Path.cwd()),
    )


def exit_code(outcome: Outcome | None, *, failed: bool) -> int:
    """The first that holds of REGRESSION, FAILED, UNDECIDED; or 0."""
    code = 0 if outcome is None else outcome.exit_code
    return FAILED if failed and code != REGRESSION else code


def _listed(held: Sequence[Held], margin: float) -> list[str]:
    from bench import units
    from bench.cli.terminal import sides
    from bench.render import wording
    from bench.render.inert import one_line

    lines = []
    for each in held[:MOST_LINES]:
        compared = each.comparison
        at = units.axis(compared.axis)
        where = ", ".join(filter(None, [compared.question, one_line(compared.variant, 60), one_line(at, 60)]))
        line = (
            f"  {where}, {one_line(sides(compared), 60)}: {wording.text(compared, margin)}; "
            f"allowed: {units.share(each.limit)}"
        )
        lines.append(textwrap.fill(line, WIDTH, subsequent_indent="    "))
    if len(held) > MOST_LINES:
        lines.append(f"  and {units.integer(len(held) - MOST_LINES)} more")
    return lines
