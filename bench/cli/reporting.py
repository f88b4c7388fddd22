"""From a run folder's manifest and journal to its report: analysis, results.json, page, figures, summary."""

from __future__ import annotations

import gc
from collections.abc import Sequence

from bench.analysis.analyse import analyse
from bench.claims.checking import check_all
from bench.claims.evidence import Evidence
from bench.errors import UsageError
from bench.model import Results
from bench.render.claims import claims_markdown
from bench.render.figures import Figure, figures, pictures
from bench.render.markdown import summary
from bench.render.page import page
from bench.render.painting import painting
from bench.render.samples import samples_csv
from bench.results.folder import RunFolder
from bench.results.journal import History
from bench.results.profiles_json import profiles_of
from bench.results.results_json import results_to_text


def build_report(folder: RunFolder) -> Results:
    """Write every file of the report into the folder, and return what they say.

    Raises UsageError if the folder is no run, SignalbenchError if it cannot be read or written.
    """
    results, history = analysed(folder)
    drawn = figures(results)
    worth_sharing = pictures(drawn)
    with painting(worth_sharing) as pngs:
        _write_texts(folder, results, history, drawn, worth_sharing)
        for figure, png in zip(worth_sharing, pngs, strict=True):
            folder.write(f"{figure.name}.png", png)
    return results


def _write_texts(
    folder: RunFolder,
    results: Results,
    history: History,
    drawn: Sequence[Figure],
    worth_sharing: Sequence[Figure],
) -> None:
    results_text, samples = results_to_text(results), samples_csv(history.slices)
    folder.write("results.json", results_text)
    folder.write("samples.csv", samples)
    evidence = Evidence(results.plan.environments, results.cells, results.comparisons)
    claims = check_all(evidence, results.plan.command)
    folder.write("summary.md", summary(results, worth_sharing, claims=claims_markdown(claims)))
    folder.write(
        "index.html",
        page(
            results,
            drawn,
            results_json=results_text,
            samples_csv=samples,
            profiles=profiles_of(folder.path),
            claims=claims,
        ),
    )


def analysed(folder: RunFolder) -> tuple[Results, History]:
    """What the run in the folder says, and what it says it from. Raises as build_report does."""
    plan = folder.plan()
    if not folder.has_journal():
        raise UsageError(f"{folder.path} has no journal.ndjson to build a report from")
    history = _history(folder)
    warnings = []
    if history.unpinned:
        warnings.append(
            f"In {history.unpinned} of {history.forks} forks the workers could not be bound to one core; "
            "a core that differs in speed may show as a difference."
        )
    warnings += history.lost
    results = analyse(
        plan,
        history.slices,
        history.outcomes,
        looks=history.looks,
        elapsed_s=history.elapsed_s,
        warnings=warnings,
    )
    return results, history


def _history(folder: RunFolder) -> History:
    """What the journal says. Its objects are many and form no cycles, and stay as long as the report is made:
    looking for cycles among them again and again would take a third of the time."""
    gc.disable()
    try:
        return folder.history()
    finally:
        gc.freeze()
        gc.enable()
