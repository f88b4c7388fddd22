"""Which run speaks for a finding is settled before anybody looks at what it says."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from bench.study.choosing import find
from bench.study.findings import candidates
from tests.claims import made_up

STEP = candidates()[0]


def run(name: str, *, forks: int, spread: float, djangos: tuple[str, ...] = ("4.2", "5.0", "6.1")) -> Any:
    evidence = made_up.evidence(STEP, djangos=djangos, versions={("5.0",): 1.25}, spread=spread)  # type: ignore[arg-type]
    return SimpleNamespace(
        name=name,
        evidence=evidence,
        releases=evidence.environments,
        margin=0.05,
        results=SimpleNamespace(command="signalbench compare 4.2 5.0 6.1"),
        forks_behind=lambda *_: forks,
    )


def test_the_run_with_more_forks_speaks_and_another_does_not_stand_in_where_it_is_unclear() -> None:
    sharp, wide = run("sharp", forks=5, spread=1.01), run("wide", forks=9, spread=2.0)
    assert find(STEP, [sharp, wide]) is None
    found = find(STEP, [sharp])
    assert found is not None
    assert "1.25× (1.24–1.26)" in found.sentence


def test_the_newest_django_comes_before_the_number_of_forks() -> None:
    older = run("older", forks=50, spread=1.02, djangos=("4.2", "5.0"))
    found = find(STEP, [older, run("newer", forks=5, spread=1.02)])
    assert found is not None
    assert found.run.name == "newer"
    assert found.command.startswith('signalbench compare 4.2.9 5.0.9 --python 3.12 -k \'"receivers/send"')


def test_a_run_without_the_release_has_no_say() -> None:
    assert find(STEP, [run("gap", forks=9, spread=1.01, djangos=("4.2", "5.2"))]) is None
