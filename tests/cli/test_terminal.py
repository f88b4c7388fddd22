"""What is printed: the findings, then a table that fits and loses nothing."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bench.cli.terminal import print_results
from bench.model import ComparisonKind
from bench.render import wording
from bench.render.findings import findings
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


def test_no_colour_without_a_terminal(capsys):
    assert "\x1b[" not in printed(capsys)
