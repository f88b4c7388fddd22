"""Which run speaks for a finding is settled before anybody looks at what it says."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from bench.claims.evidence import Evidence
from bench.model import Counters
from bench.study.choosing import find
from bench.study.findings import candidates
from tests.claims import made_up

STEP = candidates()[0]


def run(name: str, *, forks: int, spread: float, djangos: tuple[str, ...] = ("4.2", "5.0", "6.1")) -> Any:
    evidence = made_up.evidence(STEP, djangos=djangos, versions={("5.0",): 1.25}, spread=spread)  # type: ignore[arg-type]
    return run_of(evidence, name, forks)


def run_of(evidence: Evidence, name: str, forks: int) -> Any:
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


def test_a_run_that_denies_a_finding_is_not_passed_over_for_one_that_has_it() -> None:
    leak = next(each for each in candidates() if each.rank == 7)
    leaves, clean = Counters(retained_bytes=28_400), Counters(retained_bytes=0)

    def counted(name: str, before: Counters, forks: int) -> Any:
        evidence = made_up.evidence(leak, djangos=("6.0", "6.1"), counts={("6.0",): before, ("6.1",): clean})  # type: ignore[arg-type]
        return run_of(evidence, name, forks)

    assert find(leak, [counted("leaks", leaves, forks=5)]) is not None
    assert find(leak, [counted("leaks", leaves, forks=5), counted("denies", clean, forks=9)]) is None


def test_a_run_without_the_release_has_no_say() -> None:
    assert find(STEP, [run("gap", forks=9, spread=1.01, djangos=("4.2", "5.2"))]) is None
