"""Plans of the shape and size that real runs have, for tests that look at whole reports."""

from __future__ import annotations

import itertools

from bench.model import AxisValue, Case, ComparisonKind, Environment, Plan, Question, Variant
from tests import synthetic

_CACHING = ("caching", ("off", "on"))
_COMMIT = ("commit", ("atomic", "autocommit"))


def question(
    slug: str,
    sentence: str,
    variants: tuple[str, ...],
    *axes: tuple[str, tuple[AxisValue, ...]],
    unit: str = "send",
) -> Question:
    """A question whose first variant is the reference of all others."""
    points = list(itertools.product(*(values for _, values in axes)))
    names = [name for name, _ in axes]
    return Question(
        slug=slug,
        sentence=sentence,
        about="What comes before the first paragraph's end.\nAnd what comes after it.",
        group="core",
        unit=unit,
        axes=axes,
        variants=tuple(
            Variant(name=name, summary="", reference=None if name == variants[0] else variants[0])
            for name in variants
        ),
        cases=tuple(
            Case(slug, name, tuple(zip(names, point, strict=True))) for point in points for name in variants
        ),
        source=f'"""{sentence}"""\n\nfrom django.dispatch import Signal\n\n' + "signal = Signal()\n" * 30,
    )


REAL = (
    question(
        "receivers",
        "What does each extra receiver cost?",
        ("plain loop", "send", "send, caching", "send_robust", "send_robust, caching"),
        ("receivers", (0, 1, 2, 5, 10, 100, 1000)),
    ),
    question(
        "references",
        "Do weak references cost more than strong ones?",
        (
            "strong function",
            "weak function",
            "strong bound method",
            "weak bound method",
            "strong lambda",
            "strong partial",
            "strong callable instance",
        ),
        ("receivers", (1, 10, 100)),
        ("operation", ("dispatch", "connect")),
        unit="operation",
    ),
    question(
        "senders",
        "Is filtering by sender free?",
        (
            "this sender, hit",
            "this sender, miss",
            "senderless, hit",
            "senderless, miss",
            "one per class",
            "one senderless",
        ),
        ("receivers", (0, 1, 10, 100, 1000)),
        _CACHING,
    ),
    question(
        "bulk-saves",
        "Signals or save() for many rows?",
        (
            "save()",
            "1 post_save receiver",
            "10 post_save receivers",
            "pre_save and post_save",
            "overridden save()",
            "bulk_create()",
            "bulk_create() and send",
            "books in the loop",
            "books in receivers",
            "books in save()",
            "books, bulk_create() and send",
            "stored rows, save()",
            "stored rows, bulk_update()",
            "stored rows, update()",
        ),
        ("rows", (10, 100, 1000)),
        _COMMIT,
        unit="batch",
    ),
    question("floor", "What does measuring itself add?", ("empty function",), unit="call"),
)


def real_plan(kind: ComparisonKind = ComparisonKind.VERSION) -> Plan:
    """The core questions: on three Djangos and a twin, or within one Django."""
    environments = synthetic.ENVIRONMENTS
    if kind is ComparisonKind.VARIANT:
        environments = environments[1:2]
    return synthetic.plan(kind=kind, questions=REAL, environments=environments)


def largest_plan() -> Plan:
    """25 questions on six environments and a twin."""
    questions = tuple(
        question(
            f"question-{number}",
            f"What does question {number} ask?",
            tuple(f"variant {rank} of {number}" for rank in range(5)),
            ("receivers", (0, 1, 10, 100, 1000)),
        )
        for number in range(25)
    )
    environments = tuple(
        Environment(
            label=label,
            django=f"{label}.1",
            python="3.12.1",
            database="SQLite 3.45.1, in memory",
            source="PyPI",
            twin_of=twin_of,
        )
        for label, twin_of in (
            *((label, None) for label in ("3.2", "4.2", "5.0", "5.1", "5.2", "6.0")),
            ("3.2 twin", "3.2"),
        )
    )
    return synthetic.plan(questions=questions, environments=environments)
