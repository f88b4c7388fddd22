"""From what a user types (`4.2`, `newest`, `installed`, `./django@main`) to environments ready to measure.

What is chosen is for choices.py to say; here it is made, or said what would be.
"""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from packaging.version import Version

from bench.errors import SignalbenchError
from bench.lockstep.choices import Announce, Choice, cache_of, choose
from bench.lockstep.django_specs import PYTHONS, dotted, series_of
from bench.lockstep.environment_content import Contents, look_inside
from bench.lockstep.snapshots import Snapshot
from bench.lockstep.uv_command import Uv, run_uv


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


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """An environment as it will be."""

    label: str
    title: str
    """ "Django 5.2.19"."""
    python: str
    kept: bool
    """Whether there is one already, made by an earlier run."""


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
    chosen = choose(specs, python=python, allow_mixed=allow_mixed, announce=announce, uv=uv, now=now)
    cache = cache_of(uv, announce)
    files: dict[tuple[Path, str], Path] = {}
    ready = []
    for each in chosen:
        key = (each.base.executable, each.content.key if each.content else "installed")
        if key not in files:
            made = cache.ready(each.base, each.content, libraries) if each.content else each.base.executable
            files[key] = made
        ready.append(_provisioned(each, files[key]))
    return ready


def foresee(
    specs: Sequence[str],
    *,
    python: str | None = None,
    allow_mixed: bool = False,
    libraries: Sequence[str] = (),
    announce: Announce,
    uv: Uv = run_uv,
    now: Callable[[], float] = time.time,
) -> list[Foreseen]:
    """What provision would hand out and make; nothing is made, and no Django imported but an installed one.

    The arguments and the errors are those of provision; a package index may be asked what there is.
    """
    cache = cache_of(uv, announce)
    return [
        Foreseen(
            label=each.label,
            title=each.content.title if each.content else f"Django {_contents(each.base.executable).django}",
            python=str(each.base.version),
            kept=each.content is None or cache.keeps(each.base, each.content, libraries),
        )
        for each in choose(specs, python=python, allow_mixed=allow_mixed, announce=announce, uv=uv, now=now)
    ]


def _provisioned(choice: Choice, interpreter: Path) -> Provisioned:
    inside = _contents(interpreter)
    checkout = choice.content if isinstance(choice.content, Snapshot) else None
    source = "PyPI" if choice.content else "installed"
    return Provisioned(
        spec=choice.spec,
        label=choice.label,
        django=inside.django,
        python=inside.python,
        interpreter=interpreter,
        source=checkout.name if checkout else source,
        commit=checkout.commit if checkout else None,
    )


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
