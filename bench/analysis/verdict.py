"""What may be said of a ratio, given the margin. Decided here and nowhere else."""

from __future__ import annotations

from bench.model import Estimate, Verdict


def exceeds(ratio: Estimate, limit: float) -> bool | None:
    """Whether the candidate is slower by more than the limit, a share; None where the interval holds both.

    An interval that only touches the limit is not beyond it.
    """
    if ratio.low > 1 + limit:
        return True
    return False if ratio.high <= 1 + limit else None


def decide(ratio: Estimate, margin: float) -> Verdict:
    """Place the interval of candidate / baseline against the margin, a share such as 0.05.

    One interval decides both difference and equivalence: "same" needs the whole of it inside
    [1 / (1 + margin), 1 + margin] (Westlake 1976, "Symmetrical confidence intervals for bioequivalence
    trials", though on the log scale). An interval that only touches the margin is not beyond it.
    """
    upper = 1 + margin
    lower = 1 / upper
    if exceeds(ratio, margin):
        return Verdict.SLOWER
    if ratio.high < lower:
        return Verdict.FASTER
    if ratio.low >= lower and ratio.high <= upper:
        return Verdict.SAME
    return Verdict.UNCLEAR
