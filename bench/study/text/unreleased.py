"""Djangos of a study that are no releases, such as a patched checkout, against two that are."""

from __future__ import annotations

from collections.abc import Iterable

from bench import units
from bench.model import Comparison, ComparisonKind, Environment
from bench.render import wording
from bench.render.markdown import escape
from bench.study.study import Study, StudyRun
from bench.study.text.markdown import table

Place = tuple[str, str, object]


def unreleased_section(study: Study) -> str:
    """Empty where there are only releases."""
    told = [_told(run, each) for run in study.runs for each in _unreleased(run)]
    return f"## Djangos that are no releases\n\n{''.join(told)}" if told else ""


def _unreleased(run: StudyRun) -> list[Environment]:
    return [each for each in run.results.environments if each.twin_of is None and each not in run.releases]


def _told(run: StudyRun, environment: Environment) -> str:
    against_before = _of(run.addition.steps, environment)
    by_version = [each for each in run.results.comparisons if each.kind is ComparisonKind.VERSION]
    against_baseline = _of(by_version, environment)
    if not against_baseline:
        return ""
    columns = {
        next(iter(each.values())).baseline: each for each in (against_before, against_baseline) if each
    }
    rows = [
        [
            f"[{comparison.question}]({run.name}/index.html#q-{comparison.question})",
            escape(", ".join(filter(None, [comparison.variant, units.axis(comparison.axis)]))),
            *(
                wording.text(compared[place], run.margin) if place in compared else "–"
                for compared in columns.values()
            ),
        ]
        for place, comparison in against_baseline.items()
    ]
    commit = f", commit {escape(environment.commit)}" if environment.commit else ""
    headings = ["question", "case", *(f"against {escape(baseline)}" for baseline in columns)]
    return (
        f"### {escape(environment.label)}\n\nDjango {escape(environment.django)} from "
        f"{escape(environment.source)}{commit}.\n\n{table(headings, rows)}\n"
    )


def _of(comparisons: Iterable[Comparison], environment: Environment) -> dict[Place, Comparison]:
    return {
        (each.question, each.variant, each.axis): each
        for each in comparisons
        if each.candidate == environment.label
    }
