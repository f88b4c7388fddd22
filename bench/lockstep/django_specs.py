"""What a user may call an environment, and which Python runs which Django.

A spec is parsed without looking at the disk or the network; whether such a release exists is found out
later.
"""

from __future__ import annotations

import os
from dataclasses import dataclass

from packaging.specifiers import SpecifierSet
from packaging.version import InvalidVersion, Version

from bench.errors import UsageError

Minor = tuple[int, int]
"""A Django series or a Python version, without its patch number: (4, 2), (3, 12)."""

PYTHONS: dict[Minor, tuple[Minor, Minor]] = {
    (3, 2): ((3, 6), (3, 10)),
    (4, 0): ((3, 8), (3, 10)),
    (4, 1): ((3, 8), (3, 11)),
    (4, 2): ((3, 8), (3, 12)),
    (5, 0): ((3, 10), (3, 12)),
    (5, 1): ((3, 10), (3, 13)),
    (5, 2): ((3, 10), (3, 14)),
    (6, 0): ((3, 12), (3, 14)),
    (6, 1): ((3, 12), (3, 14)),
}
"""The oldest and newest Python of each Django series, from the FAQ and release notes of Django."""

OLDEST_PYTHON: Minor = (3, 10)
"""The measured code itself needs this one."""

NEWEST_KNOWN = max(PYTHONS)


@dataclass(frozen=True, slots=True)
class Series:
    """The newest stable release of a series: `5.2`."""

    series: Minor


@dataclass(frozen=True, slots=True)
class Exact:
    """One release, which may be a pre-release: `5.2.19`, `6.2a1`."""

    version: Version


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest stable Django that any installed interpreter supports."""


@dataclass(frozen=True, slots=True)
class Installed:
    """The Django that an interpreter has already."""


@dataclass(frozen=True, slots=True)
class Checkout:
    """A folder with Django's source: `./django`, or at a commit, branch or tag of it: `./django@main`.

    Where the folder ends and the ref begins is for the disk to say, see checkouts.py.
    """

    text: str


Release = Series | Exact | Newest
"""What a package index has."""

Spec = Release | Installed | Checkout


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """The Pythons that one Django runs on."""

    django: str
    """What errors call it: "Django 5.2"."""
    oldest: Minor
    newest: Minor | None
    """None: no newest one is known."""

    def covers(self, python: Minor) -> bool:
        """Whether that Django runs on that Python, and can be measured there."""
        oldest = max(self.oldest, OLDEST_PYTHON)
        return oldest <= python and (self.newest is None or python <= self.newest)


def parse(text: str) -> Spec:
    """What the text names. UsageError if it is no spec, or a Django that is not measured."""
    if text == "newest":
        return Newest()
    if text == "installed":
        return Installed()
    if text.startswith((".", "~")) or "@" in text or os.sep in text or (os.altsep or os.sep) in text:
        return Checkout(text)
    try:
        version = Version(text)
    except InvalidVersion:
        raise unknown(text) from None
    series = series_of(version)
    if len(version.release) < 2 or (series not in PYTHONS and series < NEWEST_KNOWN):
        raise unknown(text)
    if len(version.release) == 2 and version.public == version.base_version:
        return Series(series)
    return Exact(version)


def unknown(text: str, where: str = "") -> UsageError:
    """The error for a spec that names no Django; `where` tells where it was looked for."""
    known = ", ".join(dotted(series) for series in PYTHONS)
    return UsageError(f"no Django {text!r}{where}. Known series: {known}")


def series_of(version: Version) -> Minor:
    """(5, 2) for 5.2.19."""
    return version.major, version.minor


def support(series: Minor) -> Support:
    """The Pythons of a series.

    One newer than all known ones is taken to need what the newest known one needs.
    """
    oldest, newest = PYTHONS.get(series, (PYTHONS[NEWEST_KNOWN][0], None))
    return Support(django=f"Django {dotted(series)}", oldest=oldest, newest=newest)


def support_of_source(django: str, series: Minor, requires: SpecifierSet) -> Support:
    """The Pythons that a source's `requires-python` allows, and its series, where that is a known one.

    Compared by minor versions: what excludes all patches of a Python but some leaves it in. ValueError if
    no Python 3 is left.
    """
    allowed = [(3, minor) for minor in range(100) if requires.contains(f"3.{minor}.99", prereleases=True)]
    if series in PYTHONS or not str(requires):
        known = support(series)
        allowed = [one for one in allowed if known.oldest <= one <= (known.newest or one)]
    if not allowed:
        raise ValueError(f"requires-python {str(requires)!r} leaves no Python for Django {dotted(series)}")
    return Support(django=django, oldest=allowed[0], newest=None if allowed[-1] == (3, 99) else allowed[-1])


def supports(series: Minor, python: Minor) -> bool:
    """Whether that Django runs on that Python, and can be measured there."""
    return support(series).covers(python)


def dotted(minor: Minor) -> str:
    """3.12 for (3, 12)."""
    return f"{minor[0]}.{minor[1]}"
