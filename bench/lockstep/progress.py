"""What the conductor tells whoever watches. It speaks between slices only, never during one."""

from __future__ import annotations

from typing import Protocol

from bench.model import Judgement


class Progress(Protocol):
    """A watcher; all times in seconds."""

    def counting(self, cases: int, cells: int) -> None:
        """Before anything is timed: so many cases are being checked and counted, in each environment.

        cells: how many of their cells are still to be counted.
        """

    def counted(self) -> None:
        """One more of those cells is. Told by threads, but by one at a time."""

    def preparing(self, fork: int) -> None:
        """The fork's workers are being started and checked against the oracles."""

    def measuring(self, fork: int, rounds: int) -> None:
        """The fork is being timed: so many rounds of a block each."""

    def round_done(self, question: str, elapsed_s: float) -> None:
        """One round of one block of the question is on disk."""

    def judged(self, judgement: Judgement) -> None:
        """A look at the results so far: what is decided, and which points get no more forks."""

    def failed(self, what: str, reason: str) -> None:
        """A cell or an environment will have no data."""
