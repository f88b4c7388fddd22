"""All scenarios: every module of this package that has a `scenario`, in the order of a report."""

from __future__ import annotations

import functools
import importlib
import pkgutil

import bench.scenarios
from bench.scenarios.scenario import Scenario

GROUPS = ("core", "dispatcher", "models", "requests")
CORE = ("receivers", "references", "senders", "bulk-saves", "floor")
"""The slugs that stand first; the others follow by group, and in a group by the alphabet."""


@functools.cache
def catalogue() -> dict[str, Scenario]:
    """The scenarios by their slugs. Their files import Django, so its settings have to be in place."""
    names = [module.name for module in pkgutil.iter_modules(bench.scenarios.__path__, "bench.scenarios.")]
    declared = (getattr(importlib.import_module(name), "scenario", None) for name in names)
    found = {scenario.slug: scenario for scenario in declared if isinstance(scenario, Scenario)}
    core = [slug for slug in CORE if slug in found]
    others = sorted(found.keys() - set(CORE), key=lambda slug: (GROUPS.index(found[slug].group), slug))
    return {slug: found[slug] for slug in [*core, *others]}
