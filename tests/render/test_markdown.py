"""The summary for pull requests."""

from __future__ import annotations

import dataclasses

import pytest

from bench.model import ComparisonKind, Verdict
from bench.render import wording
from bench.render.figures import figures
from bench.render.findings import findings
from bench.render.markdown import LIMIT, escape, summary
from bench.render.table import main_comparisons
from tests import synthetic
from tests.render import sizes


def rows_of(text: str) -> list[str]:
    return [
        line
        for line in text.splitlines()
        if line.startswith("| ") and not line.startswith(("| question |", "| ---"))
    ]


def test_findings_first_then_changed_rows_then_the_rest_folded() -> None:
    results = synthetic.results()
    text = summary(results, [])
    assert text.index(escape(findings(results)[0])) < text.index("### Changed") < text.index("<details>")
    changed, rest = text.split("<details>")
    assert all("▲" in row or "▼" in row for row in rows_of(changed))
    assert not any("▲" in row or "▼" in row for row in rows_of(rest))


@pytest.mark.parametrize("kind", list(ComparisonKind))
def test_every_comparison_has_its_row_and_its_verdict(kind: ComparisonKind) -> None:
    results = synthetic.results(synthetic.plan(kind=kind))
    rows = rows_of(summary(results, []))
    assert len(rows) == len(main_comparisons(results))
    for comparison in main_comparisons(results):
        assert any(escape(wording.text(comparison, 0.05)) in row for row in rows)


def test_a_figure_is_linked_with_its_alternative_text() -> None:
    results = synthetic.results()
    drawn = figures(results)
    text = summary(results, drawn)
    for figure in drawn:
        assert f"![{escape(figure.alt)}]({figure.name}.png)" in text
    assert drawn


def test_a_summary_that_would_be_too_long_says_how_many_rows_it_left_out() -> None:
    results = synthetic.results(sizes.largest_plan())
    text = summary(results, figures(results))
    assert len(text) < LIMIT
    missing = len(main_comparisons(results)) - len(rows_of(text))
    said = [int(line.split()[0].replace(",", "")) for line in text.splitlines() if "more row" in line]
    assert missing == sum(said) > 0


@pytest.mark.parametrize(
    ("hostile", "inert"),
    [
        ("<img src=x onerror=alert(1)>", "&lt;img src=x onerror=alert(1)&gt;"),
        ("a|b", r"a\|b"),
        ("[x](javascript:1)", r"\[x\](javascript:1)"),
        ("two\n\n# lines", "two # lines"),
        ("@everyone", "@<!-- -->everyone"),
        ("fixes #12", "fixes #<!-- -->12"),
        ("http://example.org", "http:/<!-- -->/example.org"),
        ("`code` *bold* _x_", r"\`code\` \*bold\* \_x\_"),
    ],
)
def test_text_is_inert(hostile: str, inert: str) -> None:
    assert escape(hostile) == inert


def test_hostile_names_stay_in_their_row() -> None:
    results = synthetic.results()
    hostile = dataclasses.replace(
        results.comparisons[0], verdict=Verdict.NO_DATA, ratio=None, reason="</details>\n| x | <b>"
    )
    text = summary(dataclasses.replace(results, comparisons=(hostile, *results.comparisons[1:])), [])
    assert text.count("</details>") == 1
    assert r"&lt;/details&gt; \| x \| &lt;b&gt;" in text


def test_the_same_results_give_the_same_text() -> None:
    assert summary(synthetic.results(), []) == summary(synthetic.results(), [])
