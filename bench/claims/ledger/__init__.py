"""The claims, a file each; a new file that has a CLAIM joins."""

from __future__ import annotations

import functools
import importlib
import pkgutil

from bench.claims.claim import Claim


@functools.cache
def ledger() -> tuple[Claim, ...]:
    """All of them, by number."""
    names = [module.name for module in pkgutil.iter_modules(__path__, f"{__name__}.")]
    declared = (getattr(importlib.import_module(name), "CLAIM", None) for name in names)
    return tuple(sorted((claim for claim in declared if isinstance(claim, Claim)), key=lambda c: c.number))
