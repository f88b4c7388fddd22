"""Results on standard output: the findings, then what changed in a table of at most 100 columns."""

from __future__ import annotations

import os
import sys
import textwrap
from collections.abc import Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bench import units
from bench.model import Comparison, ComparisonKind, Results, Verdict
from bench.render import wording
from bench.render.findings import findings

WIDTH = 100
MOST_ROWS = 25
STYLES = {Verdict.SLOWER: "dark_orange3", Verdict.FASTER: "dodger_blue2"}


def print_results(results: Results, *, quiet: bool) -> None:
    """Print the findings; with them, unless quiet, the table of verdicts."""
    width = min(WIDTH, _terminal_width())
    for sentence in findings(results):
        print(textwrap.fill(sentence, width, subsequent_indent="  "))
    if not quiet:
        print()
        _print_table(results, width)


def _print_table(results: Results, width: int) -> None:
    kind = results.plan.kind
    comparable = [comparison for comparison in results.comparisons if comparison.kind is kind]
    shown = _most_telling(comparable)
    table = Table(box=SIMPLE_HEAD, pad_edge=False, width=width)
    table.add_column("Question", ratio=2, overflow="fold")
    table.add_column("Case", ratio=4, overflow="fold")
    table.add_column("Against", ratio=2, overflow="fold")
    table.add_column("Verdict", ratio=5, overflow="fold")
    for comparison in shown:
        style = STYLES.get(comparison.verdict, "")
        table.add_row(
            Text(comparison.question),
            Text(_case(comparison)),
            Text(_against(comparison)),
            Text(wording.text(comparison, wording.margin(results)), style=style),
        )
    console = Console(file=sys.stdout, width=width, highlight=False)
    console.print(table)
    if len(shown) < len(comparable):
        print(f"{len(shown)} of {len(comparable)} comparisons, the clearest first; the report has all.")


def _most_telling(comparisons: Sequence[Comparison]) -> list[Comparison]:
    """Changes first, the largest first; then what is the same, then what is unclear or has no data."""
    order = (Verdict.SLOWER, Verdict.FASTER, Verdict.SAME, Verdict.UNCLEAR)

    def rank(comparison: Comparison) -> tuple[int, float]:
        changed = comparison.verdict in (Verdict.SLOWER, Verdict.FASTER)
        place = (
            0 if changed else order.index(comparison.verdict) if comparison.verdict in order else len(order)
        )
        return place, -wording.magnitude(comparison).value if comparison.ratio is not None else 0.0

    return sorted(comparisons, key=rank)[:MOST_ROWS]


def _case(comparison: Comparison) -> str:
    where = f" in {comparison.environment}" if comparison.environment else ""
    axis = units.axis(comparison.axis)
    return comparison.variant + (f" ({axis})" if axis else "") + where


def _against(comparison: Comparison) -> str:
    if comparison.kind is ComparisonKind.VERSION:
        return f"{comparison.candidate} ÷ {comparison.baseline}"
    return comparison.baseline


def _terminal_width() -> int:
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns
    except (OSError, ValueError):
        return WIDTH
