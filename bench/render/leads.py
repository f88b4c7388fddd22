"""The findings that a Django developer asks for first, and where in the results each one stands.

A lead names a case and the words for it, never a figure. One whose case was not measured is left out; a
question without leads gets the sentences that `findings` makes for any question.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bench import units
from bench.model import Axis, Comparison, Verdict
from bench.render import wording


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """One case and its name in a sentence; `{rows}` in the subject is the value of that axis."""

    question: str
    variant: str
    point: Axis
    subject: str

    def matches(self, question: str, variant: str, axis: Axis) -> bool:
        """Whether this is the lead's case."""
        return (question, variant, axis) == (self.question, self.variant, self.point)

    def name(self) -> str:
        """The subject with the values of its axes."""
        return self.subject.format(
            **{name: units.integer(value) if isinstance(value, int) else value for name, value in self.point}
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantLead:
    """Leads that make one sentence, and the verb that tells how they compare with their reference."""

    verb: Callable[[Comparison, float], str]
    parts: tuple[Lead, ...]


def costs(comparison: Comparison, margin: float) -> str:
    """What adding something costs: "costs 27% (24–30%)"; from twice on "makes it 3.20× slower"."""
    if comparison.verdict is Verdict.SAME:
        return f"costs less than {units.share(margin)}"
    if comparison.verdict is Verdict.SLOWER and comparison.ratio and comparison.ratio.value < 2:
        value, low, high = (
            units.share(bound - 1)
            for bound in (comparison.ratio.value, comparison.ratio.low, comparison.ratio.high)
        )
        return f"costs {value} ({low.rstrip('%')}–{high})"
    if comparison.verdict in (Verdict.SLOWER, Verdict.FASTER):
        return f"makes it {wording.phrase(comparison, margin)}"
    if comparison.verdict is Verdict.UNCLEAR and comparison.ratio:
        return f"is unclear ({wording.span(comparison.ratio)})"
    return f"has no figure ({wording.phrase(comparison, margin)})"


def against_reference(comparison: Comparison, margin: float) -> str:
    """How an alternative does: "is 30× faster than “save()” (28–32)"."""
    other = f"“{comparison.baseline}”"
    if comparison.verdict in (Verdict.SLOWER, Verdict.FASTER):
        return f"is {wording.change(comparison)} than {other} {wording.interval(comparison)}"
    if comparison.verdict is Verdict.SAME:
        return f"takes as long as {other}, within {units.share(margin)}"
    return f"is {_open(comparison, f'against {other}', margin)}"


def between(comparison: Comparison, margin: float) -> str:
    """A verdict on two environments: "is 1.25× slower in 5.2 than in 4.2 (1.21–1.29)"."""
    old, new = comparison.baseline, comparison.candidate
    if comparison.verdict in (Verdict.SLOWER, Verdict.FASTER):
        return f"is {wording.change(comparison)} in {new} than in {old} {wording.interval(comparison)}"
    if comparison.verdict is Verdict.SAME:
        return f"takes as long in {new} as in {old}, within {units.share(margin)}"
    return f"is {_open(comparison, f'from {old} to {new}', margin)}"


def _open(comparison: Comparison, sides: str, margin: float) -> str:
    """ "unclear from 4.2 to 6.1: 3% faster to 9% slower", and so on for what is not decided."""
    if comparison.verdict is Verdict.UNCLEAR and comparison.ratio:
        return f"unclear {sides}: {wording.span(comparison.ratio)}"
    return f"{sides}, {wording.phrase(comparison, margin)}"


_BATCH: Axis = (("rows", 1000), ("commit", "atomic"))
_ONE: Axis = (("receivers", 1),)
_SEND = Lead(question="receivers", variant="send", point=_ONE, subject="send with {receivers} receiver")

ABSOLUTE = (_SEND,)

VERSION_LEADS = (
    Lead(
        question="receivers",
        variant="send",
        point=_ONE,
        subject="Dispatch: send with {receivers} receiver",
    ),
    Lead(
        question="bulk-saves",
        variant="1 post_save receiver",
        point=_BATCH,
        subject="A save() loop over {rows} rows with one post_save receiver",
    ),
)

VARIANT_LEADS = (
    VariantLead(
        verb=costs,
        parts=(
            Lead(
                question="bulk-saves",
                variant="1 post_save receiver",
                point=_BATCH,
                subject="One post_save receiver on a {rows}-row save loop",
            ),
            Lead(
                question="bulk-saves",
                variant="overridden save()",
                point=_BATCH,
                subject="overriding save()",
            ),
        ),
    ),
    VariantLead(
        verb=costs,
        parts=(
            Lead(
                question="bulk-saves",
                variant="books in receivers",
                point=_BATCH,
                subject="Moving the same work for {rows} rows out of the loop into receivers",
            ),
            Lead(
                question="bulk-saves",
                variant="books in save()",
                point=_BATCH,
                subject="into save()",
            ),
        ),
    ),
    VariantLead(
        verb=against_reference,
        parts=(
            Lead(
                question="bulk-saves",
                variant="bulk_create()",
                point=_BATCH,
                subject="bulk_create() of {rows} rows",
            ),
            Lead(
                question="bulk-saves",
                variant="bulk_create() and send",
                point=_BATCH,
                subject="the same with a signal sent for each row",
            ),
        ),
    ),
    VariantLead(verb=against_reference, parts=(_SEND,)),
)
