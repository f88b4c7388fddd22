"""The command of each claim, read by the command line itself, selects the claim's cases and no others."""

from __future__ import annotations

import shlex

import pytest

from bench.claims.claim import Claim, cells
from bench.claims.commands import command, expression, whole_question
from bench.claims.ledger import ledger
from bench.cli.main import parser
from bench.cli.selection import select
from bench.model import Case, Question, Variant
from bench.scenarios.catalogue import catalogue
from tests.claims.made_up import environment


@pytest.fixture(scope="module")
def questions() -> list[Question]:
    return [
        Question(
            slug=slug,
            sentence=scenario.question,
            about="",
            group=scenario.group,
            unit=scenario.unit,
            axes=tuple(scenario.axes.items()),
            variants=tuple(
                Variant(name=name, summary="", reference=scenario.variants[name].reference)
                for name in scenario.names
            ),
            cases=tuple(scenario.cases()),
            source="",
        )
        for slug, scenario in catalogue().items()
    ]


@pytest.mark.parametrize("claim", ledger(), ids=lambda claim: str(claim.number))
def test_it_measures_the_cells_of_the_claim_and_their_references(
    claim: Claim, questions: list[Question]
) -> None:
    words = shlex.split(command(claim.cells, [environment("4.2"), environment("5.2")], ""))
    arguments = parser().parse_args(words[1:])
    assert arguments.words == ["4.2.9", "5.2.9"]
    assert arguments.python == "3.12"
    assert arguments.db == []
    selected = select(questions, (), arguments.expression, quick=False)
    wanted = {
        Case(one.question, variant, axis)
        for one in claim.cells
        for axis in one.points()
        for variant in one.variants
    }
    references = {
        Case(question, reference, axis)
        for question, variant, axis in wanted
        if (reference := catalogue()[question].variants[variant].reference)
    }
    assert {case for question in selected for case in question.cases} == wanted | references


def test_what_several_claims_ask_for_is_said_once() -> None:
    wanted = [
        cells("receivers", "send", receivers=[1, 10]),
        cells("receivers", "send_robust", receivers=[10, 1]),
        cells("receivers", "send", receivers=[10]),
        cells("receivers", "send", receivers=[0]),
        cells("init", "list()", rows=[120]),
    ]
    assert expression(wanted) == (
        '(("receivers/send" or "receivers/send_robust") and (receivers=1 or receivers=10)) or '
        '("receivers/send" and receivers=0) or ("init/list()" and rows=120)'
    )


def test_the_cells_of_all_claims_are_none_the_fewer_for_it(questions: list[Question]) -> None:
    every = [one for claim in ledger() for one in claim.cells]
    apart = " or ".join(f"({expression([one])})" for one in every)
    assert select(questions, (), expression(every), quick=False) == select(questions, (), apart, quick=False)


def test_one_django_is_run_and_without_any_the_claim_names_its_own() -> None:
    claim = ledger()[15]
    assert command(claim.cells, [environment("5.2")], "").startswith(
        "signalbench run --django 5.2.9 --python 3.12 -k "
    )
    assert command(claim.cells, [], "", claim.djangos).startswith("signalbench compare 4.2 5.0 -k ")


def test_databases_are_those_of_the_run() -> None:
    claim = ledger()[0]
    by_url = command(claim.cells, [environment("5.2")], "signalbench run --db mysql://me@db.example/shop")
    assert "--db mysql://me@db.example/shop -k" in by_url


def test_a_point_with_a_space_or_a_bracket_and_a_whole_question_stand_in_quotes(
    questions: list[Question],
) -> None:
    linking = cells("m2m", "m2m_changed", operation=["add new"], tags=[10])
    words = shlex.split(command([linking], [environment("5.2")], ""))
    (linked,) = select(questions, (), words[-1], quick=False)
    assert {dict(case.axis)["operation"] for case in linked.cases} == {"add new"}
    words = shlex.split(whole_question("receivers", [environment("5.2")], ""))
    assert [question.slug for question in select(questions, (), words[-1], quick=False)] == ["receivers"]
