"""Two older runs side by side, on standard output and as Markdown; nothing is written into their folders."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Sequence
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bench import units
from bench.analysis.unpaired import compare_unpaired
from bench.cli.reporting import analysed
from bench.cli.terminal import MOST_ROWS, WIDTH
from bench.errors import SignalbenchError, UsageError
from bench.model import Results
from bench.render import unpaired
from bench.results.folder import RunFolder, write_whole

WIDEST = {"variant": 16, "at": 14, "Django": 12, "B ÷ A": 20}
"""The most columns for these; what is longer is wrapped."""


def report_unpaired(before: RunFolder, after: RunFolder, *, markdown: Path | None, quiet: bool) -> None:
    """Print what can be said of the two; unless quiet, with the tables.

    markdown: a file to write all of it to. Raises UsageError for two folders that are the same run, that
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
    width = min(WIDTH, shutil.get_terminal_size((WIDTH, 24)).columns)
    print(unpaired.HEADING)
    for sentence in unpaired.sentences(found, names):
        print(textwrap.fill(sentence, width, subsequent_indent="  "))
    if not quiet:
        print()
        rows = unpaired.rows(found)
        _print_table(unpaired.headings(found), rows[:MOST_ROWS], width)
        if len(rows) > MOST_ROWS:
            shown = f"{MOST_ROWS} of {units.integer(len(rows))} cells, the largest shifts first"
            print(f"{shown}; --markdown has all.")
        if counted := unpaired.counter_rows(found):
            print("\nCounters that differ")
            _print_table(unpaired.counter_headings(found), counted, width)
    if markdown is not None:
        _write(markdown, unpaired.markdown(found, names), quiet=quiet)


def _results(folder: RunFolder) -> Results:
    try:
        return analysed(folder)[0]
    except UsageError:
        raise
    except SignalbenchError as error:
        raise SignalbenchError(f"{folder.path}: {error}") from error


def _print_table(headings: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> None:
    table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for heading in headings:
        table.add_column(heading[0].upper() + heading[1:], overflow="fold", max_width=WIDEST.get(heading))
    for row in rows:
        table.add_row(*map(Text, row))
    Console(file=sys.stdout, width=width, highlight=False).print(table)


def _write(path: Path, text: str, *, quiet: bool) -> None:
    try:
        write_whole(path, text)
    except OSError as error:
        raise SignalbenchError(f"cannot write {path}: {error.strerror}") from error
    if not quiet:
        print(f"Markdown: {path}")
