"""What is divided by what where there are several databases."""

from __future__ import annotations

from dataclasses import replace

from bench.analysis.pairs import by_database, neighbours, pairs, twin_pairs
from bench.model import ComparisonKind, Environment, Plan
from tests.synthetic import ENVIRONMENTS, RECEIVERS, plan

QUESTION = replace(RECEIVERS, cases=RECEIVERS.cases[:1])
OLD, NEW, *_ = ENVIRONMENTS


def on(database: str, name: str, environment: Environment) -> Environment:
    return replace(environment, label=f"{environment.label} {name}", database=database)


def on_two_databases() -> Plan:
    sqlite = [on("SQLite 3.45.1, in memory", "sqlite", each) for each in (OLD, NEW)]
    postgres = [on("PostgreSQL 16.14, no fsync", "postgres", each) for each in (OLD, NEW)]
    twin = replace(sqlite[0], label="twin", twin_of=sqlite[0].label)
    return plan(questions=(QUESTION,), environments=(*sqlite, *postgres, twin))


def test_a_version_is_divided_by_the_baseline_on_its_own_database():
    versions = [pair for pair in pairs(on_two_databases()) if pair.kind is ComparisonKind.VERSION]
    assert [(pair.candidate.environment, pair.baseline.environment) for pair in versions] == [
        (f"{NEW.label} sqlite", f"{OLD.label} sqlite"),
        (f"{NEW.label} postgres", f"{OLD.label} postgres"),
    ]
    assert all(pair.not_comparable is None for pair in versions)


def test_the_twin_belongs_to_no_database():
    run = on_two_databases()
    assert [len(family) for family in by_database(run)] == [2, 2]
    assert [pair.candidate.environment for pair in twin_pairs(run, QUESTION)] == ["twin"]


def test_two_servers_of_one_kind_are_two_databases():
    servers = [on(f"MySQL 8.0.36 (mysql@{host})", host, OLD) for host in ("db1", "db2")]
    assert len(by_database(plan(environments=tuple(servers)))) == 2


def test_another_version_of_a_database_is_the_same_database():
    newer = replace(NEW, database="SQLite 3.50.0, in memory")
    (pair, *_) = pairs(plan(questions=(QUESTION,), environments=(OLD, newer)))
    assert pair.not_comparable == "SQLite 3.45.1, in memory against SQLite 3.50.0, in memory"


def test_another_driver_makes_every_case_not_comparable():
    drivers = ("psycopg2-binary 2.9.11", "psycopg 3.2.13", "psycopg 3.2.13")
    apart = tuple(
        replace(each, details=(("driver", driver),))
        for each, driver in zip((OLD, NEW, replace(NEW, label="newest")), drivers, strict=True)
    )
    reason = f"driver {drivers[0]} against {drivers[1]}"
    for environments, expected in ((apart, reason), (apart[1:], None)):
        found = pairs(plan(questions=(QUESTION,), environments=environments))
        versions = [pair.not_comparable for pair in found if pair.kind is ComparisonKind.VERSION]
        assert set(versions) == {expected}


def test_a_library_of_another_version_makes_a_variant_not_comparable():
    run = plan(questions=(QUESTION,))
    needing = tuple(replace(variant, needs=("blinker",)) for variant in QUESTION.variants)
    with_libraries = tuple(
        replace(each, details=(("blinker", "1.8.2" if each.label == "4.2" else "1.9.0"),))
        for each in run.environments
    )
    found = [
        pair.not_comparable
        for variants in (QUESTION.variants, needing)
        for pair in pairs(
            replace(run, questions=(replace(QUESTION, variants=variants),), environments=with_libraries)
        )
        if pair.kind is ComparisonKind.VERSION
    ]
    assert found == [None, None, "blinker 1.8.2 against 1.9.0", "blinker 1.8.2 against 1.9.0"]


def test_a_release_follows_the_release_before_it_wherever_they_stand_in_the_plan():
    checkout = replace(NEW, label="patched", source="checkout")
    newest = replace(NEW, label="newest", django="7.0")
    run = plan(questions=(QUESTION,), environments=(NEW, OLD, checkout, newest))
    assert [(pair.baseline.environment, pair.candidate.environment) for pair in neighbours(run)] == [
        (OLD.label, NEW.label),
        (NEW.label, "newest"),
        (OLD.label, "patched"),
    ]
