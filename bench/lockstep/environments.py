"""From what a user types (`4.2`, `5.2.19`, `newest`, `installed`) to environments that are ready to measure.

All environments of one call share one Python, so that the Djangos are all that differs between them.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from packaging.version import Version

from bench.errors import SignalbenchError, UsageError
from bench.lockstep import interpreters
from bench.lockstep.django_specs import (
    NEWEST_KNOWN,
    OLDEST_PYTHON,
    PYTHONS,
    Checkout,
    Exact,
    Installed,
    Minor,
    Release,
    Series,
    dotted,
    parse,
    series_of,
    supports,
)
from bench.lockstep.environment_cache import Contents, EnvironmentCache, cache_folder, look_inside
from bench.lockstep.interpreters import Pool
from bench.lockstep.releases import Releases
from bench.lockstep.uv_command import Uv, run_uv

Announce = Callable[[str], None]
"""Gets a short line when something takes a while or did not go as asked."""

STARTING_POINTS: tuple[Minor, ...] = ((4, 2), (5, 2))
"""The long-term releases that a comparison starts from when the user names none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Provisioned:
    """An environment that is ready: its interpreter starts and imports that Django."""

    spec: str
    label: str
    """The spec, numbered from its second occurrence on: "5.2 (2)"."""
    django: str
    """The full version."""
    python: str
    """The full version."""
    interpreter: Path
    source: str
    """ "PyPI" or "installed"."""


def provision(
    specs: Sequence[str],
    *,
    python: str | None = None,
    announce: Announce,
    uv: Uv = run_uv,
    now: Callable[[], float] = time.time,
) -> list[Provisioned]:
    """One environment for each spec, in order, all on one Python; the same Django twice shares one.

    python: what `--python` was given; None takes the newest interpreter that every Django supports, or
    the running one if a spec is `installed`. UsageError for what is no Django or no interpreter;
    SignalbenchError if no interpreter fits, or if the package index is needed and out of reach.
    """
    wanted = [_measurable(spec) for spec in specs]
    pool = _pool(python, installed=Installed() in wanted)
    cache, releases = _stores(uv, now, announce)
    versions = {spec: _release(spec, pool, releases) for spec in wanted if not isinstance(spec, Installed)}
    base = interpreters.choose(pool, list(dict.fromkeys(map(series_of, versions.values()))))
    files = {version: cache.ready(base, version) for version in dict.fromkeys(versions.values())}
    seen: Counter[str] = Counter()
    ready = []
    for text, spec in zip(specs, wanted, strict=True):
        seen[text] += 1
        file = base.executable if isinstance(spec, Installed) else files[versions[spec]]
        django, of_python = _contents(file)
        ready.append(
            Provisioned(
                spec=text,
                label=text if seen[text] == 1 else f"{text} ({seen[text]})",
                django=django,
                python=of_python,
                interpreter=file,
                source="installed" if isinstance(spec, Installed) else "PyPI",
            )
        )
    return ready


def default_specs(
    *,
    python: str | None = None,
    announce: Announce,
    uv: Uv = run_uv,
    now: Callable[[], float] = time.time,
) -> list[str]:
    """What to compare when nothing is named: 4.2, 5.2 and the newest, as far as one interpreter goes.

    The interpreter that supports most of them decides; of equals, the newest. SignalbenchError if none
    supports any.
    """
    pool = _pool(python, installed=False)
    _, releases = _stores(uv, now, announce)
    try:
        newest = series_of(_newest(pool, releases))
    except SignalbenchError:
        newest = NEWEST_KNOWN
    wanted = [*STARTING_POINTS, newest] if newest not in STARTING_POINTS else list(STARTING_POINTS)
    choices = [
        [dotted(series) for series in wanted if supports(series, one.minor)] for one in pool.interpreters
    ]
    best = max(choices, key=len, default=[])
    if not best:
        raise _nothing_runs(pool)
    return best


def _measurable(text: str) -> Release | Installed:
    spec = parse(text)
    if isinstance(spec, Checkout):
        raise UsageError(f"checkouts cannot be measured yet: {text!r}. Name a release, such as 5.2")
    return spec


def _pool(python: str | None, *, installed: bool) -> Pool:
    if python is not None:
        return interpreters.named(python, found=interpreters.installed())
    return interpreters.running() if installed else interpreters.installed()


def _stores(uv: Uv, now: Callable[[], float], announce: Announce) -> tuple[EnvironmentCache, Releases]:
    folder = cache_folder(os.environ, Path.home())
    cache = EnvironmentCache(folder=folder / "environments", uv=uv, announce=announce)
    releases = Releases(
        file=folder / "resolutions.json", uv=uv, now=now, cached=cache.djangos, announce=announce
    )
    return cache, releases


def _release(spec: Release, pool: Pool, releases: Releases) -> Version:
    if isinstance(spec, Series):
        return releases.newest_of(spec.series)
    if isinstance(spec, Exact):
        return spec.version
    return _newest(pool, releases)


def _newest(pool: Pool, releases: Releases) -> Version:
    """Of the Djangos that install on an interpreter, the newest that supports it too."""
    for python in dict.fromkeys(one.minor for one in pool.interpreters):
        version = releases.newest_on(python)
        if supports(series_of(version), python):
            return version
    raise _nothing_runs(pool)


def _nothing_runs(pool: Pool) -> SignalbenchError:
    oldest, newest = dotted(OLDEST_PYTHON), dotted(max(last for _, last in PYTHONS.values()))
    return SignalbenchError(f"Django needs Python {oldest} to {newest} here; {pool}. {pool.way_out}")


def _contents(interpreter: Path) -> Contents:
    contents = look_inside(interpreter)
    if contents is None:
        raise SignalbenchError(
            f"no Django is installed for {interpreter}; install one or name a release: 5.2"
        )
    if series_of(Version(contents.django)) < min(PYTHONS):
        raise SignalbenchError(
            f"{interpreter} has Django {contents.django}; {dotted(min(PYTHONS))} is the oldest measured"
        )
    return contents
