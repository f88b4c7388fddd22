"""Which Django on which interpreter: decided from what a user types (`4.2`, `./django@main`), not made.

All environments of one choice share one Python, so that the Djangos are all that differs between them; only
where none runs them all, and the user allows it, does each get a Python of its own.
"""

from __future__ import annotations

import dataclasses
import os
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from packaging.version import Version

from bench.errors import SignalbenchError, UsageError
from bench.lockstep import checkouts, interpreters
from bench.lockstep.django_specs import (
    NEWEST_KNOWN,
    OLDEST_PYTHON,
    PYTHONS,
    Checkout,
    Exact,
    Installed,
    Minor,
    Newest,
    Release,
    Series,
    Spec,
    Support,
    dotted,
    parse,
    series_of,
    supports,
)
from bench.lockstep.environment_cache import EnvironmentCache, cache_folder
from bench.lockstep.environment_content import Packaged
from bench.lockstep.interpreters import Interpreter, Pool
from bench.lockstep.releases import Releases
from bench.lockstep.snapshots import Snapshot
from bench.lockstep.uv_command import Uv, run_uv

Announce = Callable[[str], None]
"""Gets a short line when something takes a while or did not go as asked."""

STARTING_POINTS: tuple[Minor, ...] = ((4, 2), (5, 2))
"""The long-term releases that a comparison starts from when the user names none."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What one spec has come to."""

    spec: str
    label: str
    """The spec, or a checkout's name and ref; the series for `newest`. Numbered when repeated: "5.2 (2)"."""
    base: Interpreter
    """What its environment is made from; for `installed`, where it is."""
    content: Packaged | Snapshot | None
    """None for what is installed already."""


def spec_of(text: str) -> Spec:
    """As django_specs.parse, which see; the error knows of a folder with that name."""
    try:
        return parse(text)
    except UsageError as error:
        if text and Path(text).is_dir():
            raise UsageError(f"no Django {text!r}; the folder of that name is ./{text}") from error
        raise


def check_specs(specs: Sequence[str]) -> None:
    """Raises UsageError for what is no Django and no folder, as far as can be told at once."""
    for spec in map(spec_of, specs):
        if isinstance(spec, Checkout):
            checkouts.locate(spec.text)


def choose(
    specs: Sequence[str],
    *,
    python: str | None = None,
    allow_mixed: bool = False,
    announce: Announce,
    uv: Uv = run_uv,
    now: Callable[[], float] = time.time,
) -> list[Choice]:
    """One choice for each spec, in order; see environments.provision for the arguments and the errors."""
    wanted = [spec_of(text) for text in specs]
    pool = _pool(python, installed=Installed() in wanted)
    releases = _releases(uv, now, announce)
    contents: dict[Spec, Packaged | Snapshot] = {
        spec: _content(spec, pool, releases)
        for spec in dict.fromkeys(wanted)
        if not isinstance(spec, Installed)
    }
    needs = {spec: content.support for spec, content in contents.items()}
    if allow_mixed and not interpreters.shared(pool, list(needs.values())):
        everything = pool if python is not None else interpreters.installed()
        bases = {spec: interpreters.choose(everything, [need]) for spec, need in needs.items()}
        announce(_mixed(needs, bases))
    else:
        bases = dict.fromkeys(needs, interpreters.choose(pool, list(needs.values())))
    seen: Counter[str] = Counter()
    chosen = []
    for text, spec in zip(specs, wanted, strict=True):
        content = contents.get(spec)
        label = _label(text, content)
        seen[label] += 1
        repeated = f" ({seen[label]})" if seen[label] > 1 else ""
        base = bases.get(spec) or interpreters.choose(pool, [])
        chosen.append(Choice(spec=text, label=label + repeated, base=base, content=content))
    return chosen


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
    releases = _releases(uv, now, announce)
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


def cache_of(uv: Uv, announce: Announce) -> EnvironmentCache:
    """The user's own."""
    return EnvironmentCache(folder=_folder() / "environments", uv=uv, announce=announce)


def _folder() -> Path:
    return cache_folder(os.environ, Path.home())


def _releases(uv: Uv, now: Callable[[], float], announce: Announce) -> Releases:
    cache = cache_of(uv, announce)
    file = _folder() / "resolutions.json"
    return Releases(file=file, uv=uv, now=now, cached=cache.djangos, announce=announce)


def _label(text: str, content: Packaged | Snapshot | None) -> str:
    if isinstance(content, Snapshot):
        return content.label
    return dotted(series_of(content.version)) if content is not None and text == "newest" else text


def _mixed(needs: Mapping[Spec, Support], bases: Mapping[Spec, Interpreter]) -> str:
    pairs = ", ".join(f"{need.django} on Python {bases[spec].version}" for spec, need in needs.items())
    return f"no one Python runs them all: {pairs}. Their times are not comparable, their counters are"


def _pool(python: str | None, *, installed: bool) -> Pool:
    if python is not None:
        return interpreters.named(python, found=interpreters.installed())
    return interpreters.running() if installed else interpreters.installed()


def _content(spec: Release | Checkout, pool: Pool, releases: Releases) -> Packaged | Snapshot:
    match spec:
        case Checkout(text):
            return checkouts.take(text)
        case Series(series):
            return Packaged(releases.newest_of(series))
        case Exact(version):
            return Packaged(version)
        case Newest():
            return Packaged(_newest(pool, releases))


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
