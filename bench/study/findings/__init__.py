"""Candidates for findings, a file each; a new file that has a CANDIDATE joins."""

from __future__ import annotations

import functools

from bench.study.finding import Candidate
from bench.study.members import members


@functools.cache
def candidates() -> tuple[Candidate, ...]:
    """All of them, the most interesting first."""
    found = members(__path__, __name__, "CANDIDATE", Candidate)
    return tuple(sorted(found, key=lambda candidate: candidate.rank))
