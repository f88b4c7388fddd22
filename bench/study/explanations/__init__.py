"""Changes in Django that explain steps, a file each; a new file that has an EXPLANATION joins."""

from __future__ import annotations

import functools

from bench.study.explanation import Explanation
from bench.study.members import members


@functools.cache
def explanations() -> tuple[Explanation, ...]:
    """All of them, by the names of their files: the narrower one of two that cover a step comes first."""
    return tuple(members(__path__, __name__, "EXPLANATION", Explanation))
