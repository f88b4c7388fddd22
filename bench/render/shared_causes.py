"""Which changed comparison speaks for a question, and what changed along with it.

Variants are compared whole. Where several changed alike, what they share may be the cause, and a sentence
that named only one would lay it to the part in which that one differs.
"""

from __future__ import annotations

from collections.abc import Sequence

from bench import units
from bench.model import Comparison, Verdict
from bench.render import wording
from bench.render.table import environment_of

_NAMED = 3
"""So many variants that changed alike are named."""


def weight(changed: Comparison) -> tuple[bool, bool, float]:
    """What is told first: what rests on enough forks, then slowdowns, then what is surely large."""
    sure = not wording.first_look([changed])
    return sure, changed.verdict is Verdict.SLOWER, wording.magnitude(changed).low


def told_for(changes: Sequence[Comparison]) -> tuple[Comparison, list[Comparison]]:
    """Of a question's changes the weightiest in the last environment that changed anything, and what changed
    like it there: the same way, at the same point of the axes, with an interval that overlaps.
    """
    last = [c for c in changes if environment_of(c) == environment_of(changes[-1])]
    most = max(last, key=weight)
    size = wording.magnitude(most)
    alike = [
        c
        for c in last
        if c is not most
        and (c.verdict, c.axis, c.baseline) == (most.verdict, most.axis, most.baseline)
        and wording.magnitude(c).low <= size.high
        and wording.magnitude(c).high >= size.low
    ]
    return most, alike


def shared(most: Comparison, others: Sequence[Comparison]) -> str:
    """ "; “post_save receiver” and “on_commit()” changed alike, by 1.4× to 3.0×: what they share may be the
    cause, which was not compared alone"; "" where nothing changed along with it.
    """
    if not others:
        return ""
    names = list(dict.fromkeys(f"“{c.variant}”" for c in others))
    left = len(names) - _NAMED
    shown = [*names[:_NAMED], *([f"{units.integer(left)} more"] if left > 0 else [])]
    listed = " and ".join(filter(None, (", ".join(shown[:-1]), shown[-1])))
    sizes = sorted((wording.magnitude(c) for c in others), key=lambda size: size.value)
    low, high = wording.factor(sizes[0]), wording.factor(sizes[-1])
    return (
        f"; {listed} changed alike, by {low if low == high else f'{low} to {high}'}: "
        "what they share may be the cause, which was not compared alone"
    )
