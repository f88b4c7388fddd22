"""Which cases a command measures."""

from __future__ import annotations

import dataclasses

import pytest

from bench.cli.selection import Scope, scope_of, select
from bench.errors import UsageError
from bench.model import Case
from tests.synthetic import BULK_SAVES, RECEIVERS

QUESTIONS = (RECEIVERS, BULK_SAVES)


def cases(*names: str, expression: str | None = None, quick: bool = False) -> list[Case]:
    return [case for question in select(QUESTIONS, names, expression, quick=quick) for case in question.cases]


def test_everything_unless_told_otherwise():
    assert cases() == [*RECEIVERS.cases, *BULK_SAVES.cases]


def test_a_named_question_stands_alone():
    assert cases("bulk-saves") == list(BULK_SAVES.cases)


def test_an_unknown_question_gets_a_suggestion():
    with pytest.raises(UsageError, match=r"^no question 'recievers'\. Did you mean 'receivers'\? See: "):
        cases("recievers")


def test_words_are_looked_for_in_question_and_variant():
    assert {case.variant for case in cases(expression="caching")} == {"send, caching", "plain loop"}


def test_the_reference_comes_along():
    found = cases(expression="bulk_create")
    assert {case.variant for case in found} == {"bulk_create()", "save()"}


def test_a_point_of_an_axis_is_exact():
    assert {dict(case.axis)["receivers"] for case in cases(expression="receivers=1")} == {1}


def test_and_or_not_and_brackets_combine():
    found = cases(expression="receivers and (receivers=1 or receivers=10) and not caching")
    assert [(case.variant, dict(case.axis)["receivers"]) for case in found] == [
        ("plain loop", 1), ("send", 1), ("plain loop", 10), ("send", 10),
    ]  # fmt: skip


def test_in_quotes_stands_the_whole_name_of_a_case_or_of_a_point():
    found = cases(expression='"receivers/send" and receivers=1')
    assert {case.variant for case in found} == {"send", "plain loop"}
    assert cases(expression='"commit=atomic"') == cases(expression="commit=atomic")


def test_a_question_and_a_variant_with_a_slash_are_that_variant_and_no_other():
    assert {case.variant for case in cases(expression="receivers/send")} == {"send", "plain loop"}
    assert cases("receivers/send") == cases(expression="receivers/send")


def test_a_name_with_brackets_or_spaces_needs_no_quotes():
    found = cases(expression="bulk-saves/bulk_create() and commit=atomic")
    assert {case.variant for case in found} == {"bulk_create()", "save()"}
    assert {dict(case.axis)["commit"] for case in found} == {"atomic"}


def test_a_value_of_an_axis_stands_for_its_points():
    assert cases(expression="atomic") == cases(expression="commit=atomic")


@pytest.mark.parametrize(
    ("expression", "hint"),
    [
        ("recievers", r"Did you mean 'receivers'\?"),
        ("receivers/snd", r"Did you mean 'receivers/send'\?"),
        ("atomik", r"Did you mean 'atomic'\?"),
        ("receivers=11", r"receivers can be 0, 1, 10, 100\."),
        ("receivers and atomic", r"No case has all of that at once\."),
    ],
)
def test_what_matches_nothing_gets_a_hint(expression: str, hint: str):
    with pytest.raises(UsageError, match=rf"matches no case\. {hint} See: signalbench list$"):
        cases(expression=expression)


def test_what_quick_leaves_out_is_told_apart_from_what_there_is_not():
    with pytest.raises(UsageError, match="--quick leaves out the largest value"):
        cases(expression="receivers=100", quick=True)


@pytest.mark.parametrize("expression", ["send and", "(send", "send send", "and", "not"])
def test_an_expression_that_cannot_be_read_is_wrong_use(expression: str):
    with pytest.raises(UsageError, match="cannot be read"):
        cases(expression=expression)


@pytest.mark.parametrize("hostile", ["__import__('os')", "lambda: 0", "w[0]", "send;send", "1+1", "{}"])
def test_an_expression_is_words_and_never_code(hostile: str):
    with pytest.raises(UsageError):
        cases(expression=hostile)


def test_nothing_left_is_wrong_use():
    with pytest.raises(UsageError, match="matches no case"):
        cases(expression="nosuchthing")


def test_quick_leaves_out_the_largest_value_of_a_long_axis():
    assert {dict(case.axis)["receivers"] for case in cases("receivers", quick=True)} == {0, 1, 10}


def test_quick_keeps_a_short_axis():
    assert cases("bulk-saves", quick=True) == list(BULK_SAVES.cases)


def test_the_core_is_measured_where_nothing_is_asked_for():
    assert scope_of((), None, core=False, everything=False) is Scope.CORE
    assert scope_of((), None, core=False, everything=True) is Scope.ALL


def test_names_and_words_are_looked_for_everywhere_unless_the_core_is_asked_for():
    assert scope_of(["delete"], None, core=False, everything=False) is Scope.ALL
    assert scope_of((), "mail", core=False, everything=False) is Scope.ALL
    assert scope_of((), "mail", core=True, everything=False) is Scope.CORE


def test_the_core_leaves_other_groups_out():
    models = dataclasses.replace(BULK_SAVES, group="models")
    found = select((RECEIVERS, models), (), None, quick=False, scope=Scope.CORE)
    assert found == (RECEIVERS,)
    with pytest.raises(UsageError, match=r"^-k 'bulk_create' matches no case of the core\."):
        select((RECEIVERS, models), (), "bulk_create", quick=False, scope=Scope.CORE)
