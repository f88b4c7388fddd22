"""What to type after a run, so that the line can be copied."""

from __future__ import annotations

import shlex
from pathlib import Path

from bench.cli.console import invocation, shown
from bench.cli.one_case import point
from bench.model import RELEASED, Comparison, ComparisonKind, Results, Verdict
from bench.render import wording
from bench.render.table import counts, main_comparisons

MEASURING = ("run", "compare")
FOUR_TIMES = 4
"""As much time makes intervals about half as wide."""


def next_step(results: Results, folder: Path) -> str:
    """A sentence and a command: to measure longer, to search for the cause, or to see the report again."""
    found, command = counts(results), shlex.split(results.plan.command)
    decided = found[Verdict.SLOWER] + found[Verdict.FASTER] + found[Verdict.SAME]
    if found[Verdict.UNCLEAR] > decided and command[1:2] and command[1] in MEASURING:
        minutes = max(1, round(FOUR_TIMES * results.plan.budget_s / 60))
        longer = _replaced(command, "--budget", f"{minutes}m")
        return f"To tell more, go on with this run: {going_on(longer, folder)}"
    slower = [c for c in main_comparisons(results) if c.verdict is Verdict.SLOWER]
    if slower and (search := _search(results, max(slower, key=lambda c: wording.magnitude(c).low))):
        return f"To find where the slowest came from: {search}"
    again = shlex.join([invocation(), "report", shown(folder)])
    return f"Again from the files: {again}"


def going_on(command: str, folder: Path) -> str:
    """The command that goes on with a run: the same one, into the same folder, and not anew."""
    kept = shlex.split(_replaced(shlex.split(command), "-o", None, "--output"))
    words = [word for word in kept[1:] if word != "--fresh"]
    return shlex.join([invocation(), *words, "-o", shown(folder)])


def _replaced(command: list[str], option: str, value: str | None, *names: str) -> str:
    """The command with another value of that option, or without it."""
    words, kept = iter(command), []
    for word in words:
        if word in (option, *names):
            next(words, None)
        elif not word.startswith(tuple(f"{name}=" for name in (option, *names) if name.startswith("--"))):
            kept.append(word)
    return shlex.join([*kept, *([option, value] if value else [])])


def _search(results: Results, comparison: Comparison) -> str | None:
    """The bisection of a change between two releases on the database that bisect measures on."""
    environments = {each.label: each for each in results.plan.environments}
    if comparison.kind is not ComparisonKind.VERSION:
        return None
    good, bad = environments[comparison.baseline], environments[comparison.candidate]
    if {good.source, bad.source} != {RELEASED} or not good.database.endswith("in memory"):
        return None
    words = [invocation(), "bisect", f"{comparison.question}/{comparison.variant}"]
    at = point(comparison.axis)
    return shlex.join([*words, *(["-k", at] if at else []), "--good", good.django, "--bad", bad.django])
