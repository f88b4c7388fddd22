"""The one case that QUESTION/VARIANT and -k name."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from bench.cli.declared import require_variant
from bench.cli.selection import select
from bench.errors import UsageError
from bench.model import Axis, Case, Question, Variant


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class OneCase:
    """A case, and how it came to be chosen."""

    case: Case
    question: Question
    """With this case only."""
    alternatives: int
    """How many other points of the axes there were to choose from."""

    def __str__(self) -> str:
        """As a reader sees it: "receivers/send at receivers=10"."""
        at = point(self.case.axis)
        return f"{self.case.question}/{self.case.variant}" + (f" at {at}" if at else "")


def one_case(questions: Sequence[Question], text: str, expression: str | None) -> OneCase:
    """The case that the text names; of several points that fit the expression, a middle one.

    Without a variant it is the first that is compared with another. UsageError for an unknown question or
    variant, and where no point fits.
    """
    slug, _, name = text.partition("/")
    (chosen,) = select(questions, [slug], expression, quick=False)
    variant = _variant(chosen, name)
    cases = [case for case in chosen.cases if case.variant == variant.name]
    if not cases:
        raise UsageError(
            f"-k {expression!r} matches no point of {slug}/{variant.name}. See: signalbench list"
        )
    case = _middle(cases)
    return OneCase(
        case=case, question=dataclasses.replace(chosen, cases=(case,)), alternatives=len(cases) - 1
    )


def point(axis: Axis) -> str:
    """A point of the axes in the words of -k: "rows=10 and commit=atomic"; empty without axes."""
    return " and ".join(f"{name}={value}" for name, value in axis)


def _variant(question: Question, name: str) -> Variant:
    if not name:
        return next((one for one in question.variants if one.reference is not None), question.variants[0])
    known = {variant.name: variant for variant in question.variants}
    require_variant(question.slug, name, known)
    return known[name]


def _middle(cases: Sequence[Case]) -> Case:
    """The case at the middle value of the first axis, of those at the middle of the second, and so on."""
    for place in range(len(cases[0].axis)):
        values = list(dict.fromkeys(case.axis[place][1] for case in cases))
        middle = values[(len(values) - 1) // 2]
        cases = [case for case in cases if case.axis[place][1] == middle]
    return cases[0]
