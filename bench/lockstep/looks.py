"""When the results are looked at while measuring, and what each look may spend of the error that is allowed.

Who stops as soon as something looks decided stops too often by chance. So the error is divided beforehand: a
comparison that stops at a look keeps an interval at that look's share, and all that go on to the end get the
rest. Together they miss no more often than allowed (Bonferroni), whenever they stop: repeated confidence
intervals (Jennison and Turnbull 1989) with the spending fixed in calendar time (Lan and DeMets 1989). The
price is small, since most of the error is kept for the end.
"""

from __future__ import annotations

from collections.abc import Sequence

from bench.model import Look

LOOKS = ((0.125, 0.04), (0.25, 0.06), (0.5, 0.10), (0.75, 0.10))
"""(share of the budget after which, share of the error). What is not spent is left for the end."""
FEWEST_FORKS = 4
"""A look before these would spend its share for nothing."""


def next_share(looks: Sequence[Look], forks: int, elapsed_s: float, budget_s: float) -> float | None:
    """What a look now may spend, or None if it is not time for one. looks: all that have been."""
    taken = sum(not look.final for look in looks)
    if forks < FEWEST_FORKS or taken >= len(LOOKS):
        return None
    after, share = LOOKS[taken]
    return share if elapsed_s >= after * budget_s else None
