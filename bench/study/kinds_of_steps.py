"""Kinds of steps that several explanations are about, told by the question and by how the counters moved."""

from __future__ import annotations

from bench.study.steps import Step

DISPATCH = (
    "receivers", "references", "senders", "connect", "dead-receivers", "peers", "registered-twice", "robust",
    "sender-cache", "threads", "waiting", "muting",
)  # fmt: skip
SAVES = (
    "bulk-saves", "single-save", "same-work", "on-commit", "packages", "welcome-email", "muting", "loaddata",
    "proxy-and-inheritance",
)  # fmt: skip
HASHING = ("cascade", "delete", "deferred-tracker", "m2m", "proxy-and-inheritance")


def dispatch_does_more(step: Step) -> bool:
    """The dispatcher itself, slower and with more bytecodes or memory."""
    more = [step.moved(counter) or 0 for counter in ("bytecodes", "peak_bytes", "retained_bytes")]
    return step.slower and step.question in DISPATCH and max(more) > 0


def calls_more(step: Step) -> bool:
    """Slower, with more calls."""
    return step.slower and (step.moved("python_calls") or 0) > 0


def calls_fewer(step: Step) -> bool:
    """Faster, with fewer calls and the same queries."""
    return not step.slower and (step.moved("python_calls") or 0) < 0 and step.moved("queries") == 0


def deleting_calls_more(step: Step) -> bool:
    """Deleting, which hashes the rows that it has read: slower, with more calls and no other queries."""
    return step.question in HASHING and calls_more(step) and not step.moved("queries")


def saving_calls_more(step: Step) -> bool:
    """Saving: slower, with more calls and the same queries."""
    return step.question in SAVES and calls_more(step) and step.moved("queries") == 0
