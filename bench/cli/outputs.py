"""Where results go: files and standard output, each in the form that was asked for.

With one of them on standard output, there is nothing else on it: what is for people goes to standard error.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from bench.errors import UsageError
from bench.output_file import write

if TYPE_CHECKING:
    from bench.model import Results

STDOUT = "-"
TITLES = {"json": "JSON", "markdown": "Markdown", "csv": "CSV"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outputs:
    """The name of a file for each form that is wanted, STDOUT or None."""

    json: str | None = None
    markdown: str | None = None
    csv: str | None = None
    pytest_benchmark: Path | None = None
    """A folder."""

    @property
    def streams(self) -> bool:
        """Whether standard output is one of them."""
        return STDOUT in (self.json, self.markdown, self.csv)

    @property
    def people(self) -> TextIO:
        """Where to write what people read."""
        return sys.stderr if self.streams else sys.stdout

    def check(self) -> None:
        """Raises UsageError for what could not be written, before time is spent on measuring."""
        wanted = {form: getattr(self, form) for form in TITLES}
        streamed = [f"--{form}" for form, place in wanted.items() if place == STDOUT]
        if len(streamed) > 1:
            raise UsageError(f"{' and '.join(streamed)} cannot share standard output; give one a FILE")
        for form, place in wanted.items():
            if place not in (None, STDOUT) and Path(place).is_dir():
                raise UsageError(f"--{form} {place} is a folder; name a file")
            if place not in (None, STDOUT) and not Path(place).parent.is_dir():
                raise UsageError(f"--{form} {place}: there is no folder {Path(place).parent}; make it first")
        if self.pytest_benchmark is not None and self.pytest_benchmark.is_file():
            raise UsageError(f"--pytest-benchmark {self.pytest_benchmark} is a file; name a folder")

    def write(self, results: Results) -> list[str]:
        """Write all that is wanted; what was written into which file, in a line each.

        Raises SignalbenchError for a file that cannot be written.
        """
        written = []
        for form in TITLES:
            place = getattr(self, form)
            if place is not None and write_to(place, _text(form, results)):
                written.append(f"{TITLES[form]}: {place}")
        if self.pytest_benchmark is not None:
            from bench.render.pytest_benchmark_json import pytest_benchmark_files

            for name, text in pytest_benchmark_files(results).items():
                write(self.pytest_benchmark / name, text)
                written.append(f"pytest-benchmark: {self.pytest_benchmark / name}")
        return written


def outputs_of(arguments: argparse.Namespace) -> Outputs:
    """What the options of `add_results` ask for. Raises UsageError as Outputs.check does."""
    outputs = Outputs(
        json=arguments.json,
        markdown=arguments.markdown,
        csv=arguments.csv,
        pytest_benchmark=arguments.pytest_benchmark,
    )
    outputs.check()
    return outputs


def _text(form: str, results: Results) -> str:
    if form == "json":
        from bench.render.inert import inert_json
        from bench.results.results_json import results_to_text

        return inert_json(results_to_text(results))
    if form == "markdown":
        from bench.render.markdown import summary

        return summary(results, ())
    from bench.render.cells_csv import cells_csv

    return cells_csv(results)


def write_to(place: str, text: str) -> bool:
    """Write to that file or to standard output; whether it was a file. Raises as Outputs.write does."""
    if place == STDOUT:
        sys.stdout.write(text)
        sys.stdout.flush()
        return False
    write(Path(place), text)
    return True
