"""Verdicts by what they say of a ratio."""

from __future__ import annotations

from bench.model import Verdict

CHANGED = (Verdict.SLOWER, Verdict.FASTER)
"""It lies beyond the margin."""
DECIDED = (*CHANGED, Verdict.SAME)
"""It is known on which side of the margin it lies."""
