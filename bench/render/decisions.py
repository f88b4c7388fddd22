"""The two decisions that a reader comes with, answered outright: upgrade or not, and a signal or save()?

Both are always there. What a run cannot tell is said to be so, with how to find out; a few forks are a first
look, whatever they saw.
"""

from __future__ import annotations

from bench.model import ComparisonKind, Results
from bench.render.decision import Decision
from bench.render.signal_or_save import signal_or_save
from bench.render.upgrading import upgrade


def decisions(results: Results) -> list[Decision]:
    """Both, the one that the run was made for first."""
    made = [upgrade(results), signal_or_save(results)]
    return made if results.plan.kind is ComparisonKind.VERSION else made[::-1]
