"""Results on standard output: the findings, then the clearest verdicts in a table of at most 100 columns."""

from __future__ import annotations

import os
import sys
import textwrap
from collections import Counter
from collections.abc import Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bench import units
from bench.model import Comparison, ComparisonKind, Results, Verdict
from bench.render import wording
from bench.render.findings import findings
from bench.render.work import work

WIDTH = 100
MOST_ROWS = 20
STYLES = {Verdict.SLOWER: "dark_orange3", Verdict.FASTER: "dodger_blue2"}
RANKS = {Verdict.SLOWER: 0, Verdict.FASTER: 0, Verdict.SAME: 1, Verdict.UNCLEAR: 2}


def print_results(results: Results, *, quiet: bool) -> None:
    """Print the findings; with them, unless quiet, the table of verdicts."""
    width = min(WIDTH, _columns())
    for sentence in findings(results):
        print(textwrap.fill(sentence, width, subsequent_indent="  "))
    if not quiet:
        print()
        _print_table(results, width)


def _print_table(results: Results, width: int) -> None:
    kind = results.plan.kind
    comparable = [comparison for comparison in results.comparisons if comparison.kind is kind]
    told = [comparison for comparison in comparable if comparison.ratio is not None]
    shown = _clearest(told)
    candidates = {comparison.candidate for comparison in comparable}
    several = len({comparison.environment for comparison in comparable}) > 1
    table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("Question")
    table.add_column("Variant", overflow="fold", max_width=20)
    table.add_column("At", overflow="fold", max_width=24)
    if kind is ComparisonKind.VARIANT or len(candidates) > 1:
        table.add_column("Compared", overflow="fold")
    table.add_column("Verdict", overflow="fold")
    table.add_column("Work", overflow="fold")
    counted = work(results)
    for comparison in shown:
        cells = [comparison.question, comparison.variant, units.axis(comparison.axis)]
        if len(table.columns) > 5:
            cells.append(_compared(comparison) + (f" in {comparison.environment}" if several else ""))
        verdict = wording.text(comparison, wording.margin(results))
        style = STYLES.get(comparison.verdict, "")
        table.add_row(*map(Text, cells), Text(verdict, style=style), Text(counted(comparison)))
    if shown:
        Console(file=sys.stdout, width=width, highlight=False).print(table)
    if len(shown) < len(told):
        print(f"{len(shown)} of {len(told)} comparisons, the clearest first; the report has all.")
    _print_reasons([comparison for comparison in comparable if comparison.ratio is None], width)


def _print_reasons(without: Sequence[Comparison], width: int) -> None:
    """One line for each reason, as hundreds of comparisons may share it."""
    reasons = Counter(
        (comparison.verdict.value, comparison.reason or "no reason is known") for comparison in without
    )
    for (verdict, reason), number in reasons.most_common():
        print(textwrap.fill(f"{verdict} ({number}): {reason}", width, subsequent_indent="  "))


def _clearest(comparisons: Sequence[Comparison]) -> list[Comparison]:
    """Changes first, the largest first; then what is the same, then what is unclear, the surest first."""

    def rank(comparison: Comparison) -> tuple[int, float]:
        place, ratio = RANKS.get(comparison.verdict, len(RANKS)), comparison.ratio
        if ratio is None:
            return place, 0.0
        changed = comparison.verdict in (Verdict.SLOWER, Verdict.FASTER)
        return place, -wording.magnitude(comparison).value if changed else ratio.high / ratio.low

    return sorted(comparisons, key=rank)[:MOST_ROWS]


def _compared(comparison: Comparison) -> str:
    if comparison.kind is ComparisonKind.VERSION:
        return f"{comparison.candidate} ÷ {comparison.baseline}"
    return f"÷ {comparison.baseline}"


def _columns() -> int:
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns
    except (OSError, ValueError):
        return WIDTH
