"""QUESTION/VARIANT and -k name one case."""

from __future__ import annotations

import pytest

from bench.cli.one_case import one_case
from bench.errors import UsageError
from bench.model import Case, Question, Variant

SENDERS = Question(
    slug="senders",
    sentence="Is filtering by sender free?",
    about="",
    group="core",
    unit="send",
    axes=(("receivers", (0, 1, 10, 100)), ("caching", ("off", "on"))),
    variants=tuple(
        Variant(name=name, summary="", reference=reference)
        for name, reference in (("hit", None), ("hit, robust", "hit"), ("miss", "hit"))
    ),
    cases=tuple(
        Case("senders", name, (("receivers", receivers), ("caching", caching)))
        for receivers in (0, 1, 10, 100)
        for caching in ("off", "on")
        for name in ("hit", "hit, robust", "miss")
    ),
    source="",
)


@pytest.mark.parametrize(
    ("text", "expression", "named"),
    [
        ("senders/miss", None, "senders/miss at receivers=1 and caching=off"),
        ("senders", None, "senders/hit, robust at receivers=1 and caching=off"),
        ("senders/miss", "receivers=100", "senders/miss at receivers=100 and caching=off"),
        ("senders/miss", "receivers=10 and caching=on", "senders/miss at receivers=10 and caching=on"),
        ("senders/hit", "miss and receivers=10", "senders/hit at receivers=10 and caching=off"),
    ],
)
def test_a_case_is_named_or_a_middle_one_taken(text: str, expression: str | None, named: str):
    assert str(one_case([SENDERS], text, expression)) == named


def test_the_question_keeps_this_case_only_and_others_are_told_of():
    chosen = one_case([SENDERS], "senders/hit", "caching=on")
    assert chosen.question.cases == (chosen.case,)
    assert chosen.alternatives == 3
    assert one_case([SENDERS], "senders/hit", "receivers=10 and caching=on").alternatives == 0


@pytest.mark.parametrize(
    ("text", "expression", "said"),
    [
        ("sender/hit", None, "no question 'sender'. Did you mean 'senders'?"),
        ("senders/mis", None, "senders has no variant 'mis'. Did you mean 'miss'?"),
        ("senders/?", None, "senders has no variant '?'. It has: hit; hit, robust; miss."),
        ("senders/miss", "receivers=7", "-k 'receivers=7' matches no case"),
        ("senders/miss", "robust", "-k 'robust' matches no point of senders/miss"),
    ],
)
def test_what_does_not_exist_is_wrong_use(text: str, expression: str | None, said: str):
    with pytest.raises(UsageError) as error:
        one_case([SENDERS], text, expression)
    assert said in str(error.value)
