"""From what a user types (`4.2`, `newest`, `installed`, `./django@main`) to environments ready to measure.

All environments of one call share one Python, so that the Djangos are all that differs between them; only
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
from bench.lockstep.environment_content import Contents, Packaged, look_inside
from bench.lockstep.interpreters import Interpreter, Pool
from bench.lockstep.releases import Releases
from bench.lockstep.snapshots import Snapshot
from bench.lockstep.uv_command import Uv, run_uv

Announce = Callable[[str], None]
"""Gets a short line when something takes a while or did not go as asked."""

STARTING_POINTS: tuple[Minor, ...] = ((4, 2), (5, 2))
"""The long-term releases that a comparison starts from when the user names none."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Provisioned:
    """An environment that is ready: its interpreter starts and imports that Django."""

    spec: str
    label: str
    """The spec, or a checkout's name and ref; the series for `newest`. Numbered when repeated: "5.2 (2)"."""
    django: str
    """The full version."""
    python: str
    """The full version."""
    interpreter: Path
    source: str
    """ "PyPI", "installed" or a checkout's name."""
    commit: str | None = None
    """Of a checkout; where its files are not those of the commit, a digest of them follows."""


def provision(
    specs: Sequence[str],
    *,
    python: str | None = None,
    allow_mixed: bool = False,
    libraries: Sequence[str] = (),
    announce: Announce,
    uv: Uv = run_uv,
    now: Callable[[], float] = time.time,
) -> list[Provisioned]:
    """One environment for each spec, in order, all on one Python; the same Django twice shares one.

    python: what `--python` was given; None takes the newest interpreter that every Django supports, or
    the running one if a spec is `installed`. allow_mixed: where no interpreter supports all, each Django
    gets the newest that supports it. libraries: requirements of what is to be installed beside each Django,
    but for those that are `installed` already; see EnvironmentCache.ready. UsageError for what is no Django,
    no checkout or no interpreter; SignalbenchError if no interpreter fits, if a checkout does not import, or
    if the package index is needed and out of reach.
    """
    wanted = [_parse(spec) for spec in specs]
    pool = _pool(python, installed=Installed() in wanted)
    cache, releases = _stores(uv, now, announce)
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
    files = {spec: cache.ready(bases[spec], content, libraries) for spec, content in contents.items()}
    seen: Counter[str] = Counter()
    ready = []
    for text, spec in zip(specs, wanted, strict=True):
        file = files.get(spec) or interpreters.choose(pool, []).executable
        each = _provisioned(text, contents.get(spec), file)
        seen[each.label] += 1
        repeated = f" ({seen[each.label]})" if seen[each.label] > 1 else ""
        ready.append(dataclasses.replace(each, label=each.label + repeated))
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


def _parse(text: str) -> Spec:
    try:
        return parse(text)
    except UsageError as error:
        if text and Path(text).is_dir():
            raise UsageError(f"no Django {text!r}; the folder of that name is ./{text}") from error
        raise


def _provisioned(text: str, content: Packaged | Snapshot | None, interpreter: Path) -> Provisioned:
    """content: None for what is installed already."""
    inside = _contents(interpreter)
    label, source, commit = text, "PyPI" if content else "installed", None
    if isinstance(content, Snapshot):
        label, source, commit = content.label, content.name, content.commit
    elif content is not None and text == "newest":
        label = dotted(series_of(content.version))
    return Provisioned(
        spec=text,
        label=label,
        django=inside.django,
        python=inside.python,
        interpreter=interpreter,
        source=source,
        commit=commit,
    )


def _mixed(needs: Mapping[Spec, Support], bases: Mapping[Spec, Interpreter]) -> str:
    pairs = ", ".join(f"{need.django} on Python {bases[spec].version}" for spec, need in needs.items())
    return f"no one Python runs them all: {pairs}. Their times are not comparable, their counters are"


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
