"""What scenarios need beyond Django, as requirements: pyproject.toml's extra "alternatives"."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, requires

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from bench.model import Question

EXTRA = "alternatives"


def libraries_of(questions: Iterable[Question]) -> list[str]:
    """The requirements of all variants that have a case among these questions, by name."""
    needed = {
        name
        for question in questions
        for variant in question.variants
        if any(case.variant == variant.name for case in question.cases)
        for name in variant.needs
    }
    known = _alternatives()
    return sorted(known.get(canonicalize_name(name), name) for name in needed)


def _alternatives() -> dict[str, str]:
    """Name to requirement, with the versions that scenarios were written for."""
    try:
        lines = requires("signalbench") or []
    except PackageNotFoundError:
        lines = []
    found = (Requirement(line) for line in lines)
    return {
        canonicalize_name(one.name): str(one).partition(";")[0]
        for one in found
        if one.marker is not None and one.marker.evaluate({"extra": EXTRA})
    }
