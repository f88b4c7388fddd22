"""What in Django's sources explains a step: a ticket, the files, and which steps it is the reason of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bench.study.steps import Step

TICKETS = "https://code.djangoproject.com/ticket/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """One change in Django."""

    release: str
    """The first that has it: "5.0"."""
    ticket: int | None
    """In Django's tracker; None where its sources name none."""
    title: str
    """As the commit, or Django's release notes, name it."""
    files: tuple[str, ...]
    text: str
    """What it changed, in two sentences: the docstring of the explanation's file."""
    covers: Callable[[Step], bool]
    """Whether it is the reason of a step to its release, told by the case and by how the counters moved."""

    @property
    def url(self) -> str | None:
        """Of the ticket."""
        return None if self.ticket is None else f"{TICKETS}{self.ticket}"


def explained(
    steps: Sequence[Step], before: str, after: str, known: Sequence[Explanation]
) -> tuple[list[tuple[Explanation, list[Step]]], list[Step]]:
    """The steps from one release to a later one by the first explanation that covers each; and the others.

    Explanations are of the later release, or of one that was passed over.
    """
    passed = [each for each in known if _version(before) < _version(each.release) <= _version(after)]
    by_explanation: dict[int, list[Step]] = {}
    left = []
    for step in steps:
        rank = next((n for n, each in enumerate(passed) if each.covers(step)), None)
        if rank is None:
            left.append(step)
        else:
            by_explanation.setdefault(rank, []).append(step)
    return [(passed[rank], by_explanation[rank]) for rank in sorted(by_explanation)], left


def _version(release: str) -> tuple[int, ...]:
    return tuple(map(int, release.split(".")))
