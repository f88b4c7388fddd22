"""What the same work consists of, by where it is put: which variants of a question measure which part.

Each names variants and the words for them, never a figure. The time of `whole` is that of `base`, what
`place` takes beyond `bare`, what `work` takes beyond `plain`, and a remainder that none of them explains.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Layered:
    """One variant that does the work, and the variants that measure its layers alone."""

    whole: str
    base: str
    """Without the work, in the plainest way."""
    place: str | None = None
    """The place for the work, with nothing in it; None for what adds no place."""
    bare: str | None = None
    """What `place` is without the place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layers:
    """The layers of a question's variants; `work` beyond `plain` is the work alone."""

    question: str
    work: str
    plain: str
    base_name: str
    place_name: str
    work_name: str
    headline: str
    """The variant that a title is about."""
    variants: tuple[Layered, ...]


LAYERS = (
    Layers(
        question="bulk-saves",
        work="books in the loop",
        plain="save()",
        base_name="writing the rows",
        place_name="the hook alone",
        work_name="the work",
        headline="books in receivers",
        variants=(
            Layered(whole="books in the loop", base="save()"),
            Layered(whole="books in receivers", base="save()", place="pre_save and post_save", bare="save()"),
            Layered(whole="books in save()", base="save()", place="overridden save()", bare="save()"),
            Layered(
                whole="books, bulk_create() and send",
                base="bulk_create()",
                place="bulk_create() and send",
                bare="bulk_create()",
            ),
        ),
    ),
    Layers(
        question="same-work",
        work="inline calls",
        plain="save() alone",
        base_name="save()",
        place_name="the hook alone",
        work_name="the work",
        headline="pre_save and post_save",
        variants=(
            Layered(whole="inline calls", base="save() alone"),
            Layered(
                whole="overridden save()", base="save() alone", place="empty save()", bare="save() alone"
            ),
            Layered(
                whole="pre_save and post_save",
                base="save() alone",
                place="empty receivers",
                bare="save() alone",
            ),
            Layered(
                whole="django-lifecycle hooks",
                base="save() alone",
                place="django-lifecycle, no hooks",
                bare="save() alone",
            ),
        ),
    ),
)
