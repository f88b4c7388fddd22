"""Where tables are printed."""

from __future__ import annotations

from typing import NoReturn, TextIO

from rich.console import Console

from bench.cli.console import columns


class Tables(Console):
    """A console as wide as the stream, at most 100 columns, without colours of its own making."""

    def __init__(self, stream: TextIO) -> None:
        super().__init__(file=stream, width=columns(stream), highlight=False)

    def on_broken_pipe(self) -> NoReturn:
        """rich would end with exit code 1, which says here that something has become slower."""
        raise BrokenPipeError
