"""Environments in the order in which their Djangos were released."""

from __future__ import annotations

from collections.abc import Iterable

from packaging.version import InvalidVersion, Version

from bench.model import Results


def oldest_first(results: Results, baseline: str, candidates: Iterable[str]) -> list[str]:
    """The candidates as their Djangos were released; empty where one is no newer than what comes before it,
    such as two checkouts of one version, or has no version that can be put in order."""
    djangos = {environment.label: environment.django for environment in results.plan.environments}
    try:
        released = {label: Version(djangos[label]) for label in (baseline, *candidates)}
    except InvalidVersion:
        return []
    ordered = sorted(released, key=released.__getitem__)
    if ordered[0] != baseline or len(set(released.values())) < len(ordered):
        return []
    return ordered[1:]
