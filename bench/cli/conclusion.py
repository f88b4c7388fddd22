"""How a command with results ends: exports, findings, the table, where all of it is, the exit code."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bench.cli.console import say
from bench.cli.gate import Gate, exit_code, gate_of
from bench.cli.outputs import Outputs, outputs_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.model import Question, Results


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusion:
    """What was asked for."""

    outputs: Outputs
    gate: Gate
    quiet: bool

    def check(self, questions: Sequence[Question]) -> None:
        """Raises UsageError for what these questions cannot answer, before anything is measured."""
        self.gate.check(questions)

    def draw(self, results: Results, folder: Path, *, failed: bool = False) -> int:
        """Write and print it, for the run in the folder; the exit code.

        failed: whether something went wrong that no cell tells of. Raises SignalbenchError for a file that
        cannot be written.
        """
        from bench.cli.next_step import next_step
        from bench.cli.terminal import print_results
        from bench.model import CellState
        from bench.render import wording

        page, out = folder / "index.html", self.outputs.people
        silent = self.quiet and self.outputs.streams
        if not silent:
            print_results(results, out, quiet=self.quiet, page=page)
            say(f"Report: {page}", out)
        for line in self.outputs.write(results):
            if not silent:
                say(line, out)
        outcome = self.gate.hold(results)
        if outcome is not None and (outcome.exit_code or not self.quiet):
            for line in outcome.lines(wording.margin(results)):
                say(line, out)
        if not self.quiet:
            say(next_step(results, folder), out)
        failed = failed or any(cell.state is CellState.FAILED for cell in results.cells)
        return exit_code(outcome, failed=failed)


def conclusion_of(arguments: argparse.Namespace) -> Conclusion:
    """What the options of `add_results` ask for. UsageError for what can be seen to be wrong."""
    return Conclusion(outputs=outputs_of(arguments), gate=gate_of(arguments), quiet=arguments.quiet)
