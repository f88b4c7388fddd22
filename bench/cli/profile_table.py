"""A profile on standard output: the split, what differs, the hottest functions, and where the pages are."""

from __future__ import annotations

import shlex
import sys
import textwrap
from collections.abc import Iterable, Sequence
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from bench import units
from bench.cli.console import columns, invocation
from bench.cli.tables import Tables
from bench.profiles import Difference, Profile, Split
from bench.render.inert import one_line, visible
from bench.render.profile_split import (
    change,
    circumstances,
    file_name,
    function_name,
    remarks,
    share_text,
    where,
)
from bench.results.profiles_json import FOLDER

FIXED = ("Layer", "Share of samples", "With what it calls", "In C functions", "File", "Change")
LONGEST_LABEL = 12
"""Of a side, as it stands above a column."""


def print_profile(profile: Profile, *, quiet: bool) -> None:
    """Print the split of every side; unless quiet, with its hottest functions and remarks."""
    for split in profile.splits:
        print(_filled(circumstances(split)))
        _print_split(split)
        if not quiet and not profile.differences:
            _print_functions(split)
    for difference in profile.differences:
        _print_difference(difference, quiet=quiet)
    if not quiet:
        for remark in remarks(profile):
            print(_filled(remark))


def next_commands(profile: Profile, folder: Path, *, quiet: bool) -> list[str]:
    """Where the pages are, and what to type next."""
    lines = [f"Page: {folder / split.page}" for split in profile.splits]
    if quiet:
        return lines
    lines.append(f"Shares as JSON: {folder / 'attribution.json'}; *.speedscope.json is for speedscope.app")
    if folder.parent.name == FOLDER:
        run = shlex.quote(str(folder.parent.parent))
        return [*lines, f"Show it on the run's page: {invocation()} report {run}"]
    return [*lines, f"How long does it take? {invocation()} run {profile.question}"]


def _print_split(split: Split) -> None:
    rows = [
        (each.layer.value, share_text(each.own), share_text(each.within), units.share(each.in_c))
        for each in split.layers
    ]
    _print_table(("Layer", "Share of samples", "With what it calls", "In C functions"), rows)


def _print_functions(split: Split) -> None:
    rows = [
        (
            function_name(each.function.function, each.function.file),
            where(each.function),
            each.function.layer.value,
            share_text(each.own),
        )
        for each in split.functions
    ]
    _print_table(("Hottest function", "File", "Layer", "Share of samples"), rows)


def _print_difference(difference: Difference, *, quiet: bool) -> None:
    print(
        _filled(
            f"{difference.candidate} against {difference.baseline}, in parts of what an operation of "
            f"{difference.baseline} takes under the profiler: {change(difference.whole)} in all."
        )
    )
    heading = ("Change", difference.baseline, difference.candidate)
    rows = [
        (each.name, change(each.points), units.share(each.before), units.share(each.after))
        for each in difference.layers
    ]
    _print_table(("Layer", *heading), rows)
    if not quiet:
        functions = [
            (
                function_name(each.name, each.file),
                file_name(each.file),
                change(each.points),
                units.share(each.before),
                units.share(each.after),
            )
            for each in difference.functions
        ]
        _print_table(("Function", "File", *heading), functions)


def _print_table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for number, heading in enumerate(headings):
        names_a_side = heading not in FIXED and number > 1
        table.add_column(Text(heading), overflow="fold", max_width=LONGEST_LABEL if names_a_side else None)
    for row in rows:
        table.add_row(*(Text(one_line(text)) for text in row))
    Tables(sys.stdout).print_table(table)


def _filled(text: str) -> str:
    return textwrap.fill(visible(text), columns(sys.stdout), subsequent_indent="  ", break_on_hyphens=False)
