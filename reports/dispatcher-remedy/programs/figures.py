"""Writes the table of figures into the README, from the run that the study has of it.

    python figures.py

Run it with signalbench's Python. What stands between the two marks in README.md is replaced; verdicts are
those that the results hold.
"""

from __future__ import annotations

from pathlib import Path

from bench import units
from bench.errors import SignalbenchError
from bench.model import Case, Comparison, ComparisonKind
from bench.render.wording import mark
from bench.results.stored_results import StoredResults, read_results
from bench.study.marked_block import with_block
from bench.study.text.markdown import code

FOLDER = Path(__file__).parent.parent
RUN = "../django-3.2-to-6.1/remedy"


def main() -> None:
    readme = FOLDER / "README.md"
    try:
        figures = table(read_results(FOLDER / RUN / "results.json"))
        text = with_block(readme.read_text(encoding="utf-8"), "figures", figures)
    except SignalbenchError as error:
        raise SystemExit(f"error: {readme}: {error}") from None
    readme.write_text(text, encoding="utf-8")


def table(results: StoredResults) -> str:
    """A row for each case: every candidate's time as a multiple of the baseline's."""
    baseline, *candidates = [each.label for each in results.environments if each.twin_of is None]
    compared = {
        (Case(each.question, each.variant, each.axis), each.candidate): each
        for each in results.comparisons
        if each.kind is ComparisonKind.VERSION
    }
    heading = ["", *(f"time, {label} ÷ {baseline}" for label in candidates)]
    lines = [heading, ["---"] * len(heading)]
    for case in dict.fromkeys(case for case, _ in compared):
        times = [ratio(compared.get((case, label))) for label in candidates]
        name = ", ".join(filter(None, (case.variant, units.axis(case.axis))))
        lines.append([f"{case.question}: {name}", *times])
    rows = "".join(f"| {' | '.join(line)} |\n" for line in lines)
    source = f"{units.plural(results.forks, 'fork')}; [the rest of the run]({RUN}/summary.md). Measured with:"
    return f"{rows}\n{source}\n\n{code(results.command)}".rstrip("\n")


def ratio(comparison: Comparison | None) -> str:
    """ "▲ 1.20 (1.17–1.22)", with the mark of its verdict; a dash where nothing was measured."""
    if comparison is None or comparison.ratio is None:
        return "–"
    found = comparison.ratio
    return f"{mark(comparison.verdict)} {found.value:.2f} ({found.low:.2f}–{found.high:.2f})"


if __name__ == "__main__":
    main()
