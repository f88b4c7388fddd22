"""An answer to a decision that a reader comes with, and what all such answers have in common."""

from __future__ import annotations

from dataclasses import dataclass

from bench.model import Comparison, Results
from bench.render import wording
from bench.render.trust import longer
from bench.verdicts import DECIDED


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What is asked, the answer in a few words, and what it rests on."""

    asks: str
    answer: str
    reasons: str
    question: str | None = None
    """The slug of the question that it rests on most; None where it rests on all, or on none."""


def is_sure(comparison: Comparison) -> bool:
    """Whether it is decided, and by more than a first look."""
    return comparison.verdict in DECIDED and not wording.first_look([comparison])


def advice(results: Results, question: str | None = None) -> str:
    """What to do where a run cannot tell, without a full stop. question: which it is about; None for all."""
    only = f" -k {question}" if question and len(results.plan.questions) > 1 else ""
    return f"Measure longer, with --budget {longer(results)}{only}"


def not_told(asks: str, why: str, question: str | None = None) -> Decision:
    """The decision left open. why: a clause."""
    return Decision(
        asks=asks, answer="Cannot be told from this run:", reasons=f"{why.rstrip('.')}.", question=question
    )


def sentence(text: str) -> str:
    """With a capital and one full stop."""
    return f"{text[0].upper()}{text[1:].rstrip('.')}."
