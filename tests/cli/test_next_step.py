"""The command to type after a run fits what the run has found, and can be typed."""

from __future__ import annotations

import dataclasses
import shlex
from pathlib import Path

import pytest

from bench.cli.main import parser
from bench.cli.next_step import next_step
from bench.model import ComparisonKind, Results, Verdict
from tests import synthetic


def only(*verdicts: Verdict, **changes: object) -> Results:
    run = synthetic.results(dataclasses.replace(synthetic.plan(), **changes))
    return dataclasses.replace(
        run, comparisons=tuple(c for c in run.comparisons if c.verdict in verdicts)
    )  # fmt: skip


def words(step: str) -> list[str]:
    typed = shlex.split(step.partition(": ")[2])
    parser().parse(typed[1:])
    return typed[1:]


def test_what_is_unclear_is_gone_on_with_for_four_times_as_long() -> None:
    command = "signalbench compare 4.2 5.2 6.1 --budget 3m -k 'receivers and send' -o old --fresh"
    step = next_step(only(Verdict.UNCLEAR, command=command), Path("run"))
    assert step.startswith("To tell more, go on with this run: ")
    assert words(step) == [
        *("compare", "4.2", "5.2", "6.1", "-k", "receivers and send", "--budget", "12m", "-o", "run")
    ]


def test_what_has_become_slower_is_searched_for() -> None:
    step = next_step(only(Verdict.SLOWER), Path("run"))
    assert step.startswith("To find where the slowest came from: ")
    assert words(step)[0] == "bisect"
    assert words(step)[-4:] == ["--good", "4.2.30", "--bad", "5.2.19"]


@pytest.mark.parametrize("changes", [{"source": "~/django"}, {"database": "PostgreSQL 17.2"}])
def test_what_cannot_be_searched_for_is_shown_again(changes: dict[str, str]) -> None:
    elsewhere = tuple(dataclasses.replace(each, **changes) for each in synthetic.ENVIRONMENTS)
    assert words(next_step(only(Verdict.SLOWER, environments=elsewhere), Path("run"))) == ["report", "run"]


def test_a_run_of_one_django_has_nothing_to_search_for() -> None:
    results = only(Verdict.FASTER, kind=ComparisonKind.VARIANT)
    assert words(next_step(results, Path("run"))) == ["report", "run"]


def test_a_merged_run_cannot_be_gone_on_with() -> None:
    results = only(Verdict.UNCLEAR, command="signalbench merge a b -o c")
    assert words(next_step(results, Path("run"))) == ["report", "run"]
