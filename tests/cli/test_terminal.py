"""What is printed: the findings, then a table that fits and loses nothing."""

from __future__ import annotations

import dataclasses
import re
import sys
from pathlib import Path

import pytest

from bench.cli.reporting import analysed
from bench.cli.terminal import choose, print_results
from bench.model import ComparisonKind, Estimate, Verdict
from bench.render import wording
from bench.render.findings import SHOWN, Topic, findings, told
from tests import synthetic_run
from tests.synthetic import ENVIRONMENTS, plan, results


def printed(capsys: pytest.CaptureFixture[str], *, quiet: bool = False, **changes: object) -> str:
    print_results(results(plan(**changes)), sys.stdout, quiet=quiet, page=Path("run/index.html"))
    return capsys.readouterr().out


RUNS = [
    {},
    {"kind": ComparisonKind.VARIANT, "environments": (ENVIRONMENTS[1], ENVIRONMENTS[3])},
    {"environments": (*ENVIRONMENTS[:2], ENVIRONMENTS[3])},
]


@pytest.mark.parametrize("changes", RUNS)
def test_no_line_is_longer_than_a_hundred_columns(capsys, changes: dict[str, object]):
    assert max(map(len, printed(capsys, **changes).splitlines())) <= 100


@pytest.mark.parametrize("changes", RUNS)
def test_no_verdict_is_cut_off(capsys, changes: dict[str, object]):
    """Every closing bracket of an interval is there: what does not fit is wrapped."""
    told = printed(capsys, **changes)
    table = told[told.index("Question") :]
    assert table.count("(") == table.count(")")
    run = results(plan(**changes))
    clearest = max(
        (c for c in run.comparisons if c.kind is run.plan.kind and c.ratio and c.verdict.value == "slower"),
        key=lambda c: c.ratio.value if c.ratio else 0,
    )
    assert wording.interval(clearest) in table


def test_the_findings_come_first(capsys):
    first = findings(results())[0]
    assert printed(capsys).replace("\n  ", " ").startswith(first)


def test_quiet_prints_the_findings_only(capsys):
    assert "Question" not in printed(capsys, quiet=True)


def test_of_many_findings_the_first_are_printed_and_the_rest_are_counted(capsys, tmp_path: Path):
    many = synthetic_run.plan(questions=9, environments=6)
    run, _ = analysed(synthetic_run.write(tmp_path / "run", many, forks=5))
    print_results(run, sys.stdout, quiet=True, page=Path("run/index.html"))
    out = capsys.readouterr().out
    found = told(run)
    topics = [finding.topic for finding in found if not finding.asks]
    upgrades, uses = topics.count(Topic.UPGRADE), topics.count(Topic.USE)
    assert upgrades > SHOWN
    assert f"{upgrades - SHOWN + max(0, uses - SHOWN)} more findings in run/index.html" in out
    assert " ".join(out.split()).count(" ".join(found[-1].text.split())) == 1


def test_of_many_comparisons_those_that_changed_are_shown_and_the_rest_is_counted(capsys):
    told = printed(capsys)
    assert (
        "Shown: 20 of 54 comparisons, those that changed the most at their points. All are in run/index.html"
        in told
    )
    assert "unclear" not in told[told.index("Question") : told.index("Shown:")]


def test_of_many_changes_the_largest_at_each_point_stand_before_the_second_largest_there():
    """Thirty variants are three times as slow at one point, and one is a little slower at another."""
    one = next(c for c in results().comparisons if c.verdict is Verdict.SLOWER and c.ratio)
    large = Estimate(value=3.0, low=2.9, high=3.1, confidence=0.95)
    crowd = [
        dataclasses.replace(one, variant=str(n), axis=(("receivers", 0),), ratio=large) for n in range(30)
    ]
    alone = dataclasses.replace(
        one, axis=(("receivers", 1),), ratio=dataclasses.replace(large, value=1.2, low=1.1, high=1.3)
    )
    rows, _ = choose([*crowd, alone])
    assert len(rows) == 20
    assert rows[-1] == alone


def test_of_many_that_did_not_change_the_clearest_are_shown(capsys):
    unclear = [c for c in results().comparisons if c.verdict is Verdict.UNCLEAR] * 5
    rows, which = choose(unclear)
    assert (len(rows), which) == (10, "the clearest")


def test_a_hostile_name_is_shown_and_does_nothing(capsys):
    names = ["\x1b[2J\x07", "\u202egnp", "x" * 500, "</script>", "[red]markup[/red]"]
    run = results(plan(kind=ComparisonKind.VARIANT))
    compared = [
        dataclasses.replace(c, variant=name, candidate=name)
        for c, name in zip([c for c in run.comparisons if c.verdict is Verdict.SLOWER], names, strict=False)
    ]
    print_results(
        dataclasses.replace(run, comparisons=tuple(compared)), sys.stdout, quiet=False, page=Path("run")
    )
    told = capsys.readouterr().out
    assert not set(told) & {"\x1b", "\x07", "\u202e"}
    assert max(map(len, told.splitlines())) <= 100
    whole = re.sub(r"\s", "", told)
    for shown in (r"\x1b[2J\x07", r"\u202egnp", "</script>", "[red]markup[/red]"):
        assert shown in whole


def test_no_colour_without_a_terminal(capsys):
    assert "\x1b[" not in printed(capsys)
