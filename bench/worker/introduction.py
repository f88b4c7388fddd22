"""What a worker says of itself: what it runs on, and which questions it can answer."""

from __future__ import annotations

import inspect
import platform
import sys
import sysconfig
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import django

from bench.scenarios.catalogue import catalogue
from bench.scenarios.scenario import Scenario
from bench.worker.database import describe


def fingerprint(trouble: str | None) -> dict[str, str]:
    """The versions and build flags that a time can depend on. trouble: why there is no database, if so."""
    facts = {
        "django": django.get_version(),
        "python": platform.python_version(),
        "implementation": platform.python_implementation(),
        "build": " ".join(platform.python_build()),
        "compiler": platform.python_compiler(),
        "build_options": _build_options(),
        "debug_build": "yes" if hasattr(sys, "gettotalrefcount") else "no",
        **describe(trouble),
    }
    for package in ("asgiref", "sqlparse"):
        facts[package] = _version(package) or "unknown"
    return facts | libraries()


def libraries() -> dict[str, str]:
    """The versions of what variants need beyond Django, as far as it is here."""
    needed = {
        name
        for scenario in catalogue().values()
        for variant in scenario.variants.values()
        for name in variant.needs
    }
    return {name: found for name in sorted(needed) if (found := _version(name)) is not None}


def _version(distribution: str) -> str | None:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return None


def _build_options() -> str:
    """The options that change Python's speed; the others name folders of somebody's machine."""
    arguments = str(sysconfig.get_config_var("CONFIG_ARGS") or "")
    telling = ("--enable-optimizations", "--with-lto", "--enable-experimental-jit", "--disable-gil")
    return " ".join(option for option in telling if option in arguments) or "none"


def questions(*, full: bool) -> list[dict[str, Any]]:
    """Every scenario as the host needs to know it; see bench.results.codec for the shape."""
    return [_question(scenario, full=full) for scenario in catalogue().values()]


def _question(scenario: Scenario, *, full: bool) -> dict[str, Any]:
    return {
        "slug": scenario.slug,
        "sentence": scenario.question,
        "about": scenario.about,
        "group": scenario.group,
        "unit": scenario.unit,
        "axes": {
            name: list(values) for name, values in (scenario.full_axes if full else scenario.axes).items()
        },
        "variants": [
            {
                "name": variant.name,
                "summary": variant.summary,
                "reference": variant.reference,
                "needs": variant.needs,
            }
            for variant in (scenario.variants[name] for name in scenario.names)
        ],
        "cases": [[case.variant, dict(case.axis)] for case in scenario.cases(full=full)],
        "source": inspect.getsource(sys.modules[scenario.module]),
    }
