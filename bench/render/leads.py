"""What a Django developer asks for first, and where in the results each answer stands.

A lead names a case and the words for it, never a figure. One whose case was not measured, or on which nothing
is decided, is left out; a question without leads gets the sentences that `answers` makes for any question.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from bench import units
from bench.model import Axis


class Told(Enum):
    """How a lead puts a comparison into words."""

    COSTS = "costs"
    """What adding something to the reference costs."""
    INSTEAD = "instead"
    """How doing something instead of the reference does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """One case and its name in a sentence; `{rows}` in the subject is the value of that axis."""

    question: str
    variant: str
    point: Axis
    subject: str
    each: str | None = None
    """What its time is told for, where that is not the question's own word."""

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
    """Leads that make one sentence about one question."""

    told: Told
    parts: tuple[Lead, ...]


def _lead(
    told: Told, question: str, point: Axis, *parts: tuple[str, str], each: str | None = None
) -> VariantLead:
    """Each part is a variant and its subject."""
    return VariantLead(
        told=told,
        parts=tuple(
            Lead(question=question, variant=variant, point=point, subject=subject, each=each)
            for variant, subject in parts
        ),
    )


_BATCH: Axis = (("rows", 1000), ("commit", "atomic"))
_ONE: Axis = (("receivers", 1),)
_LARGE: Axis = (("rows", 600),)
ABSOLUTE = (Lead(question="receivers", variant="send", point=_ONE, subject="send with {receivers} receiver"),)

VERSION_LEADS = (
    Lead(
        question="receivers",
        variant="send",
        point=_ONE,
        subject="Dispatch: sending a signal to {receivers} receiver",
    ),
    Lead(
        question="bulk-saves",
        variant="1 post_save receiver",
        point=_BATCH,
        subject="A save() loop over {rows} rows with one post_save receiver",
        each="save",
    ),
    Lead(
        question="request",
        variant="built-in receivers",
        point=(("handler", "WSGI"),),
        subject="A whole request over WSGI",
    ),
    Lead(question="init", variant="list()", point=_LARGE, subject="Reading {rows} rows"),
)
"""In the order of how many projects they concern."""

VARIANT_LEADS = (
    _lead(
        Told.COSTS,
        "bulk-saves",
        _BATCH,
        ("1 post_save receiver", "In a loop that saves {rows} rows, one post_save receiver"),
        ("overridden save()", "overriding save()"),
        each="save",
    ),
    _lead(
        Told.COSTS,
        "receivers",
        _ONE,
        ("send", "Sending a signal to {receivers} receiver, instead of calling it,"),
    ),
    _lead(
        Told.COSTS,
        "bulk-saves",
        _BATCH,
        ("books in receivers", "Moving the same work for {rows} rows out of the loop into receivers"),
        ("books in save()", "into save()"),
        each="save",
    ),
    _lead(
        Told.COSTS,
        "same-work",
        (("commit", "atomic"),),
        ("pre_save and post_save", "The same side effect from receivers instead of inline calls"),
        ("overridden save()", "from save()"),
    ),
    _lead(
        Told.COSTS,
        "single-save",
        (("save", "create"),),
        ("1 post_save receiver", "One post_save receiver on a single save() that inserts"),
        ("10 of each", "ten on pre_save and ten on post_save"),
    ),
    _lead(
        Told.COSTS,
        "request",
        (("handler", "WSGI"),),
        ("1 more receiver", "One more receiver of request_started and request_finished"),
        ("10 more receivers", "ten more"),
    ),
    _lead(
        Told.INSTEAD,
        "bulk-saves",
        _BATCH,
        ("bulk_create()", "bulk_create() of {rows} rows"),
        ("bulk_create() and send", "the same with a signal sent for each row"),
        each="save",
    ),
    _lead(
        Told.COSTS,
        "init",
        _LARGE,
        ("list(), own receiver", "A post_init receiver on reading {rows} rows"),
        ("list(), another model's", "one of another model"),
    ),
    _lead(
        Told.COSTS,
        "references",
        (("receivers", 100), ("operation", "dispatch")),
        ("weak function", "Holding {receivers} receivers weakly"),
    ),
)
"""In the order of how many projects they concern."""
