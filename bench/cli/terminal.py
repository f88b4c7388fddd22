"""Results for people: the findings, then what matters most in a table of at most 100 columns."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from bench import units
from bench.cli.console import columns, say
from bench.cli.tables import Tables
from bench.model import Axis, Comparison, ComparisonKind, Results, Verdict
from bench.render import wording
from bench.render.findings import foremost, told
from bench.render.inert import one_line
from bench.render.table import main_comparisons
from bench.render.work import work
from bench.verdicts import CHANGED

MOST_ROWS = 20
MOST_UNCHANGED = 10
"""Where nothing has changed."""
LONGEST_NAME = 60
"""A longer name loses its middle: the page has it whole."""
LONGEST_LINE = 30
"""Of a verdict that is not broken into two."""
STYLES = {Verdict.SLOWER: "dark_orange3", Verdict.FASTER: "dodger_blue2"}
RANKS = {Verdict.SLOWER: 0, Verdict.FASTER: 0, Verdict.SAME: 1, Verdict.UNCLEAR: 2}


def print_results(results: Results, out: TextIO, *, quiet: bool, page: Path) -> None:
    """Print the findings; with them, unless quiet, the table of verdicts. page: where all of them are."""
    width = columns(out)
    found = told(results)
    first = foremost(found)
    for finding in first:
        say(textwrap.fill(one_line(finding.text), width, subsequent_indent="  ", break_on_hyphens=False), out)
    if more := len(found) - len(first):
        say(f"{units.plural(more, 'more finding')} in {page}", out)
    if not quiet:
        say("", out)
        _print_table(results, out, width, page)


def choose(comparisons: Sequence[Comparison]) -> tuple[list[Comparison], str]:
    """The rows to show, and which they are in words: all where they are few, else what changed.

    Changes come first, the surely largest first; then what is the same, then what is unclear, the surest
    first. Of many changes, the largest at each point of a question go before the second largest there: where
    everything is slower with no receiver, it shall not hide what one receiver makes of it.
    """
    ranked = sorted(comparisons, key=_rank)
    if len(ranked) <= MOST_ROWS:
        return ranked, "all"
    changed = [comparison for comparison in ranked if comparison.verdict in CHANGED]
    if not changed:
        return ranked[:MOST_UNCHANGED], "the clearest"
    if len(changed) <= MOST_ROWS:
        return changed, "those that changed"
    places = Counter[tuple[str, Axis]]()
    order = []
    for rank, comparison in enumerate(changed):
        place = comparison.question, comparison.axis
        order.append((places[place], rank))
        places[place] += 1
    kept = sorted(rank for _, rank in sorted(order)[:MOST_ROWS])
    return [changed[rank] for rank in kept], "those that changed the most at their points"


def _print_table(results: Results, out: TextIO, width: int, page: Path) -> None:
    comparable = main_comparisons(results)
    told = [comparison for comparison in comparable if comparison.ratio is not None]
    shown, which = choose(told)
    if shown:
        Tables(out).print_table(_table(results, comparable, shown))
    if len(shown) < len(told):
        say(_left_out(shown, told, which, page), out)
    _print_reasons([comparison for comparison in comparable if comparison.ratio is None], out, width)


def _table(results: Results, comparable: Sequence[Comparison], shown: Sequence[Comparison]) -> Table:
    versions = results.plan.kind is ComparisonKind.VERSION
    names_sides = not versions or len({(c.baseline, c.candidate) for c in comparable}) > 1
    several = len({comparison.environment for comparison in comparable}) > 1
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("Question", overflow="fold", max_width=16)
    table.add_column("Variant", overflow="fold", max_width=24)
    table.add_column("At", overflow="fold", max_width=20)
    if names_sides:
        table.add_column("Compared", overflow="fold", max_width=22)
    margin = wording.margin(results)
    verdicts = [Text(wording.text(each, margin), style=STYLES.get(each.verdict, "")) for each in shown]
    short = all(verdict.cell_len <= LONGEST_LINE for verdict in verdicts)
    table.add_column("Verdict", overflow="fold", no_wrap=short)
    says_work = any(comparison.verdict in CHANGED for comparison in shown)
    if says_work:
        table.add_column("Work", overflow="fold", max_width=22)
    counted = work(results, most=1)
    for comparison, verdict in zip(shown, verdicts, strict=True):
        cells = [comparison.question, comparison.variant, units.axis(comparison.axis)]
        if names_sides:
            cells.append(sides(comparison) + (f" in {comparison.environment}" if several else ""))
        named = [Text(one_line(cell, LONGEST_NAME)) for cell in cells]
        table.add_row(*named, verdict, *([Text(counted(comparison))] if says_work else []))
    return table


def _left_out(shown: Sequence[Comparison], told: Sequence[Comparison], which: str, page: Path) -> str:
    """ "Shown: 7 of 759 comparisons, those that changed. All are in reports/local/latest/index.html"."""
    return (
        f"Shown: {units.integer(len(shown))} of {units.integer(len(told))} comparisons, {which}. "
        f"All are in {page}"
    )


def _print_reasons(without: Sequence[Comparison], out: TextIO, width: int) -> None:
    """One line for each reason, as hundreds of comparisons may share it."""
    reasons = Counter(
        (comparison.verdict.value, comparison.reason or "no reason is known") for comparison in without
    )
    for (verdict, reason), number in reasons.most_common():
        line = f"{verdict} ({number}): {one_line(reason)}"
        say(textwrap.fill(line, width, subsequent_indent="  "), out)


def _rank(comparison: Comparison) -> tuple[int, float]:
    place, ratio = RANKS.get(comparison.verdict, len(RANKS)), comparison.ratio
    if ratio is None:
        return place, 0.0
    if comparison.verdict in CHANGED:
        return place, -wording.magnitude(comparison).low
    return place, ratio.high / ratio.low


def sides(comparison: Comparison) -> str:
    """ "5.2 ÷ 4.2" between versions; "÷ plain loop" beside the variant's name."""
    if comparison.kind is ComparisonKind.VERSION:
        return f"{comparison.candidate} ÷ {comparison.baseline}"
    return f"÷ {comparison.baseline}"
