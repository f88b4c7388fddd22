"""Where tables are printed: whole where they fit, and folded into a block for each row where they do not."""

from __future__ import annotations

import os
from typing import NoReturn, TextIO

from rich.cells import cell_len
from rich.console import Console
from rich.measure import Measurement
from rich.table import Column, Table
from rich.text import Text

from bench.cli.console import columns

INDENT = "  "
MOST = 10_000
"""Columns that any table fits into."""


class Tables(Console):
    """A console as wide as the stream, at most 100 columns, without colours of its own making.

    With NO_COLOR it writes no escape codes at all, as ruff, uv and pytest do: neither colour nor bold.
    """

    def __init__(self, stream: TextIO) -> None:
        plain = {"color_system": None} if os.environ.get("NO_COLOR") else {}
        super().__init__(file=stream, width=columns(stream), highlight=False, **plain)  # type: ignore[arg-type]  # as rich takes it

    def print_table(self, table: Table) -> None:
        """Print it so that no word and no figure is broken that is no longer than a line."""
        for column in table.columns:
            column.width = _least(column)
        slack = self.width - Measurement.get(self, self.options.update(width=MOST), table).minimum
        if slack < 0:
            self._print_folded(table)
            return
        wishes = sorted(
            (max(0, _wished(column) - _least(column)), index) for index, column in enumerate(table.columns)
        )
        for served, (wish, index) in enumerate(wishes):
            given = min(wish, slack // (len(wishes) - served))
            table.columns[index].width = _least(table.columns[index]) + given
            slack -= given
        self.print(table)

    def _print_folded(self, table: Table) -> None:
        """The first column is a block's heading; each of the others has lines of its own, named."""
        headings = [str(column.header) for column in table.columns]
        for row in zip(*(column.cells for column in table.columns), strict=True):
            cells = [cell if isinstance(cell, Text) else Text(str(cell)) for cell in row]
            self._print_within(cells[0], "")
            for heading, cell in zip(headings[1:], cells[1:], strict=True):
                if cell.plain.strip():
                    self._print_within(Text.assemble(f"{heading}: " if heading else "", cell), INDENT)
        self.print()

    def _print_within(self, text: Text, indent: str) -> None:
        wrapped = text.wrap(self, self.width - 2 * len(INDENT))
        for number, line in enumerate(wrapped):
            line.rstrip()
            self.print(Text.assemble(indent if number == 0 else indent + INDENT, line), soft_wrap=True)

    def on_broken_pipe(self) -> NoReturn:
        """rich would end with exit code 1, which says here that something has become slower."""
        raise BrokenPipeError


def _least(column: Column) -> int:
    """As wide as the longest word in it; a cell that may not be wrapped is one."""
    cells = map(str, (column.header, *column.cells))
    words = cells if column.no_wrap else (word for cell in cells for word in cell.split())
    return max(map(cell_len, words), default=0)


def _wished(column: Column) -> int:
    """As wide as its longest cell, but for what it was made with."""
    longest = max(map(cell_len, map(str, (column.header, *column.cells))))
    return min(longest, column.max_width or longest)
