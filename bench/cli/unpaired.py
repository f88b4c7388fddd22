"""Two older runs side by side, on standard output and as Markdown; nothing is written into their folders."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TextIO

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from bench import units
from bench.analysis.unpaired import compare_unpaired
from bench.cli.console import columns, say
from bench.cli.outputs import Outputs, write_to
from bench.cli.reporting import analysed
from bench.cli.tables import Tables
from bench.cli.terminal import LONGEST_NAME, MOST_ROWS
from bench.errors import SignalbenchError, UsageError
from bench.model import Results
from bench.render import unpaired
from bench.render.inert import one_line
from bench.results.folder import RunFolder

WIDEST = {"variant": 16, "at": 14, "Django": 12, "B ÷ A": 20}
"""The most columns for these; what is longer is wrapped."""


def report_unpaired(before: RunFolder, after: RunFolder, *, outputs: Outputs, quiet: bool) -> None:
    """Print what can be said of the two; unless quiet, with the tables. Of outputs, Markdown is written.

    Raises UsageError for two folders that are the same run, that
    share no Django, or of which one is no run; SignalbenchError for a file that cannot be read or written.
    """
    plans = before.plan(), after.plan()
    same_folder = before.path.resolve() == after.path.resolve()
    if same_folder or (plans[0].created, plans[0].seed) == (plans[1].created, plans[1].seed):
        raise UsageError(f"{before.path} and {after.path} are the same run; name two runs")
    found = compare_unpaired(_results(before), _results(after))
    if not found.cells:
        raise UsageError(f"{before.path} and {after.path} have no case of the same Django in common")
    names = str(before.path), str(after.path)
    out = outputs.people
    say(unpaired.HEADING, out)
    for sentence in unpaired.sentences(found, names):
        say(textwrap.fill(one_line(sentence), columns(out), subsequent_indent="  "), out)
    if not quiet:
        say("", out)
        _print_table(unpaired.headings(found), unpaired.rows(found), "cells, the largest shifts first", out)
        if counted := unpaired.counter_rows(found):
            say("\nCounters that differ", out)
            _print_table(unpaired.counter_headings(found), counted, "counters", out)
    if outputs.markdown is not None:
        written = write_to(outputs.markdown, unpaired.markdown(found, names))
        if written and not quiet:
            say(f"Markdown: {outputs.markdown}", out)


def _results(folder: RunFolder) -> Results:
    try:
        return analysed(folder)[0]
    except UsageError:
        raise
    except SignalbenchError as error:
        raise SignalbenchError(f"{folder.path}: {error}") from error


def _print_table(headings: Sequence[str], rows: Sequence[Sequence[str]], what: str, out: TextIO) -> None:
    """The first rows, and how many of them there are."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for heading in headings:
        table.add_column(heading[0].upper() + heading[1:], overflow="fold", max_width=WIDEST.get(heading))
    for row in rows[:MOST_ROWS]:
        table.add_row(*(Text(one_line(cell, LONGEST_NAME)) for cell in row))
    Tables(out).print_table(table)
    if len(rows) > MOST_ROWS:
        say(f"{MOST_ROWS} of {units.integer(len(rows))} {what}; --markdown has as many as fit.", out)
