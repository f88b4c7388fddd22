"""The overview and the tables of a page, as the plain texts that its templates print."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby

from bench import units
from bench.model import Comparison, ComparisonKind, Question, Results, Verdict
from bench.render import table, wording
from bench.render.work import SAME, work
from bench.verdicts import CHANGED

Places = Mapping[int, int]
"""Where each comparison stands in results.json, by its identity: a table's entry names the place."""


def places(results: Results) -> Places:
    """The place of every comparison."""
    return {id(comparison): place for place, comparison in enumerate(results.comparisons)}


def css_class(verdict: Verdict) -> str:
    """The verdict as a class in the style sheet: "not-comparable"."""
    return verdict.value.replace(" ", "-")


def matrix(results: Results, where: Places) -> dict[str, object]:
    """A row per question, or per question and variant where variants are compared."""
    by_version = results.plan.kind is ComparisonKind.VERSION
    environments = table.measured_environments(results)
    baseline_of = {c.candidate: c.baseline for c in table.main_comparisons(results)} if by_version else {}
    columns = [each for each in environments if not by_version or each.label in baseline_of]
    groups: dict[str, dict[str, list[Comparison]]] = {}
    for comparison in table.main_comparisons(results):
        of_question = groups.setdefault(comparison.question, {})
        of_question.setdefault("" if by_version else comparison.variant, []).append(comparison)
    made = []
    for question in results.plan.questions:
        rows = _row_ids(question)
        for variant, group in groups.get(question.slug, {"": []}).items():
            found = [[c for c in group if table.environment_of(c) == column.label] for column in columns]
            made.append(
                {
                    "slug": question.slug,
                    "sentence": question.sentence,
                    "variant": variant,
                    "against": group[0].baseline if variant else "",
                    "words": " ".join(dict.fromkeys(case.variant for case in question.cases)),
                    "changed": any(c.verdict in CHANGED for c in group),
                    "entries": [_summary(own, results, where, rows, question.slug) for own in found],
                }
            )
    return {
        "columns": [
            {
                "name": f"{column.label} against {baseline_of[column.label]}" if by_version else column.label,
                "place": str(environments.index(column) + 1),
            }
            for column in columns
        ],
        "rows": made,
        "size": units.integer(len(made)),
        "cases": units.plural(sum(len(question.cases) for question in results.plan.questions), "case"),
        "by_version": by_version,
    }


def main_table(results: Results, question: Question, where: Places) -> dict[str, object]:
    """Every case with its time and the verdict that the run was made for."""
    return _table(results, question, results.plan.kind, where) | {"times": True}


def variant_table(results: Results, question: Question, where: Places) -> dict[str, object] | None:
    """Every case against its reference variant, in a run that compared versions; None without any."""
    kind = ComparisonKind.VARIANT
    if results.plan.kind is kind:
        return None
    if not any(c.kind is kind and c.question == question.slug for c in results.comparisons):
        return None
    return _table(results, question, kind, where) | {"times": False}


def counter_table(results: Results, question: Question) -> dict[str, object]:
    """What one operation of each case does."""
    groups = [
        {"point": point, "rows": list(rows)}
        for point, rows in groupby(table.counter_rows(results, question), key=lambda row: row.point)
    ]
    return {"headings": [heading for _, heading in table.counters_shown(results)], "groups": groups}


def _row_ids(question: Question) -> dict[tuple[str, object], str]:
    return {
        (case.variant, case.axis): f"q-{question.slug}-{place}" for place, case in enumerate(question.cases)
    }


def _table(results: Results, question: Question, kind: ComparisonKind, where: Places) -> dict[str, object]:
    ids = _row_ids(question)
    counted = work(results)
    groups = []
    for point, rows in groupby(table.rows(results, question, kind), key=lambda row: row.point):
        lines = [
            {
                "id": ids[row.case.variant, row.case.axis] if kind is results.plan.kind else "",
                "variant": row.case.variant,
                "entries": [_entry(entry, where, counted) for entry in row.entries],
            }
            for row in rows
        ]
        groups.append({"point": point, "rows": lines})
    labels = [environment.label for environment in table.measured_environments(results)]
    return {"labels": labels, "span": str(len(labels) + 1), "groups": groups}


def _entry(entry: table.Entry, where: Places, counted: Callable[[Comparison], str]) -> dict[str, str]:
    comparison = entry.comparison
    return {
        "time": entry.time,
        "interval": entry.interval,
        "measured": "yes" if entry.ns is not None else "",
        "verdict": entry.verdict,
        "work": counted(comparison).removeprefix(SAME) if comparison else "",
        "class": css_class(comparison.verdict) if comparison else "",
        "place": str(where[id(comparison)]) if comparison else "",
    }


def _summary(
    group: Sequence[Comparison],
    results: Results,
    where: Places,
    rows: Mapping[tuple[str, object], str],
    slug: str,
) -> dict[str, str]:
    """The most telling comparison of a group and how many cells have each verdict."""
    if not group:
        return {"verdict": "– no data: not compared", "class": "no-data", "sort": "", "target": f"q-{slug}"}
    shown = table.most_telling(group)
    return {
        "verdict": wording.text(shown, wording.margin(results)),
        "class": css_class(shown.verdict),
        "place": str(where[id(shown)]),
        "case": ", ".join(filter(None, (_named_in_cell(shown), units.axis(shown.axis)))),
        "sort": f"{shown.ratio.value:.6g}" if shown.ratio else "",
        "target": rows.get((shown.variant, shown.axis), f"q-{slug}"),
        "tally": ", ".join(
            f"{units.integer(number)} {verdict.value}" for verdict, number in table.tally(group)
        )
        if len(group) > 1
        else "",
    }


def _named_in_cell(comparison: Comparison) -> str:
    """The variant, unless the row is named after it."""
    return comparison.variant if comparison.kind is ComparisonKind.VERSION else ""
