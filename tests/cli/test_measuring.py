"""What a plan knows of its environments."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bench.cli.measuring import prepare
from bench.cli.questions import questions_here
from bench.cli.selection import select
from bench.errors import SignalbenchError
from bench.lockstep.databases import EMBEDDED
from bench.lockstep.databases_of_run import RunDatabases
from bench.model import ComparisonKind


def test_a_plan_tells_the_driver_that_each_django_takes_to_the_embedded_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["signalbench", "run", "4.2", "--db", "postgres"])
    with RunDatabases([EMBEDDED], announce=print, report=print) as databases:
        try:
            plan = prepare(
                kind=ComparisonKind.VERSION,
                specs=["4.2"],
                questions=select(questions_here(full=False), ["receivers"], None, quick=True),
                everything=False,
                python=None,
                budget_s=None,
                quick=True,
                margin=0.05,
                precision=None,
                seed=1,
                output=tmp_path / "run",
                fresh=True,
                allow_mixed=False,
                announce=print,
                databases=databases,
            ).plan
        except SignalbenchError as error:
            pytest.skip(f"no Django with a driver, or no embedded server: {error}")
    if "database cannot be started" in " ".join(databases.told):
        pytest.skip(f"no embedded server: {databases.told}")
    for environment in plan.environments:
        assert environment.database.startswith("PostgreSQL ")
        assert dict(environment.details)["driver"].startswith("psycopg 3")
